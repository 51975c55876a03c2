import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, Occurrence, Schedule } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';
import { delivered } from './deliveries.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
  await talk.asks('/agendar todo dia 9h grupo vendas mensagem Oi!');
});
afterEach(() => talk.close());

/** A run of today at nine that has not ended. */
async function run(...statuses: Delivery['status'][]): Promise<void> {
  const em = talk.database.em;
  const plannedAt = Temporal.Instant.from('2026-11-24T09:00-03:00');
  const occurrence = em.create(Occurrence, { schedule: 1, plannedAt, dueAt: plannedAt, status: 'firing' });
  await em.flush();
  for (const status of statuses) {
    const id = await delivered(talk, { status });
    await em.nativeUpdate(Delivery, { id }, { schedule: 1, occurrence: occurrence.id, recipientKey: `k${id}` });
  }
}

test('cancelling says how far the run had come', async () => {
  await run('sent', 'read', 'sending', 'queued', 'queued', 'waiting_connection');
  expect(await talk.asks('/cancelar 1')).toContain(
    'O envio que estava saindo parou no meio: 2 enviadas, 1 a caminho, 3 canceladas. Para apagar as enviadas: */recolher 1*',
  );
});

test('a message says who stopped it on its way, and who let it go again', async () => {
  await run('queued', 'sent');
  await talk.database.em.nativeUpdate(Delivery, { id: 2 }, { sentAt: talk.clock.now() });
  const stepsOf = async (id: number) =>
    (await talk.asks(`/porque ${id}`)).split('\n').filter(line => /^• .*Olga/.test(line));
  talk.clock.advance({ minutes: 1 });
  await talk.asks('/pausar 1');
  talk.clock.advance({ minutes: 1 });
  await talk.asks('/retomar 1');
  talk.clock.advance({ minutes: 1 });
  await talk.asks('/cancelar 1');
  talk.clock.advance({ minutes: 1 });
  await talk.asks('/desfazer');
  const scheduled = '• ter 24/11 às 10:00: Olga agendou o nº 1: todo dia às 09:00.';
  expect(await stepsOf(1)).toEqual([
    scheduled,
    '• ter 24/11 às 10:01: Olga pausou o agendamento.',
    '• ter 24/11 às 10:02: Olga retomou o agendamento.',
    '• ter 24/11 às 10:03: Olga cancelou o agendamento.',
    '• ter 24/11 às 10:04: Olga desfez uma mudança no agendamento.',
  ]);
  expect(await stepsOf(2)).toEqual([scheduled]);
});

test('pausing says what waits for its end, and taking it up again lets it go', async () => {
  await run('sent', 'queued', 'queued');
  expect(await talk.asks('/pausar 1')).toContain(
    'O envio que estava saindo parou no meio: 1 enviada, 2 esperam o fim da pausa.',
  );
  const reply = await talk.asks('/retomar 1');
  expect(reply).toContain('voltou: todo dia às 09:00.');
  expect(reply).toContain('O envio que tinha parado no meio continua: 2 mensagens faltam.');
  expect(await talk.database.em.count(Delivery, { status: 'queued' })).toBe(2);
});

test('a one-off that has begun is paused and taken up like any other', async () => {
  await talk.asks('/editar 1 hoje 10h30');
  await run('sent', 'queued');
  talk.clock.advance({ minutes: 31 });
  await talk.database.em.nativeUpdate(Schedule, 1, { status: 'finished', nextRunAt: null });
  await talk.database.em.nativeUpdate(Occurrence, { status: 'planned' }, { status: 'done' });
  const refusal = await talk.asks('/editar 1 mensagem Outra coisa');
  expect(refusal).toContain('já terminou. Para enviar de novo, dê a ele outra hora: */editar 1 amanhã 9h*.');
  expect(refusal).not.toContain('Copie');
  expect(await talk.asks('/pausar 1')).toContain('1 enviada, 1 espera o fim da pausa.');
  const line = 'O envio do nº *1* que tinha parado no meio continua: 1 mensagem falta.';
  expect(await talk.asks('/retomar 1')).toContain(line);
});

test.for(['/cancelar 1', '/pausar 1'])('%s says nothing of runs when none is under way', async line => {
  expect(await talk.asks(line)).not.toContain('envio que estava saindo');
});
