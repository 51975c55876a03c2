import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, DeliveryNote, Occurrence } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';
import { delivered } from './deliveries.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
  await talk.asks('/agendar todo dia 9h grupo vendas mensagem Oi!');
});
afterEach(() => talk.close());

const at = (local: string) => Temporal.Instant.from(`${local}-03:00`);

async function run(...messages: Partial<Pick<Delivery, 'status' | 'sentAt' | 'recalledAt'>>[]): Promise<number> {
  const em = talk.database.em;
  const plannedAt = at('2026-11-24T09:00');
  const occurrence = em.create(Occurrence, { schedule: 1, plannedAt, dueAt: plannedAt, status: 'firing' });
  await em.flush();
  for (const message of messages) {
    const id = await delivered(talk, { dueAt: plannedAt, ...message });
    await em.nativeUpdate(Delivery, { id }, { schedule: 1, occurrence: occurrence.id, recipientKey: `k${id}` });
  }
  return occurrence.id;
}

test('it says what would be stopped, deleted and left, and begins at a yes', async () => {
  await run(
    { status: 'read', sentAt: at('2026-11-24T09:00') },
    { status: 'sent', sentAt: at('2026-11-24T09:01') },
    { status: 'sent', sentAt: at('2026-11-21T09:00') },
    { status: 'sending' },
    { status: 'queued' },
    { status: 'sent', sentAt: at('2026-11-24T09:00'), recalledAt: at('2026-11-24T09:30') },
  );
  const [question] = [await talk.asks('/recolher 1')];
  expect(question.split('\n')).toEqual([
    'Envio do nº *1* de ter 24/11 às 09:00:',
    expect.stringMatching(/^“.*”$/),
    '• 1 ainda não saiu: eu paro',
    '• 2 já saíram: eu apago para todos',
    '• 1 está a caminho: apago assim que sair',
    '• 1 saiu há mais de dois dias: o WhatsApp não apaga mais',
    '• 1 já foi apagada',
    '',
    'Quem já leu, leu; no lugar fica “mensagem apagada”. Não dá para desfazer. Recolho? Responda *sim* ou *não*.',
  ]);
  expect(await talk.database.em.count(DeliveryNote)).toBe(0);
  expect(await talk.asks('sim')).toBe(
    '🧹 Recolhendo: 1 mensagem não sai mais e 4 serão apagadas. Aviso quando terminar.',
  );
  expect(await talk.database.em.count(DeliveryNote, { code: 'recall_wanted' })).toBe(4);
  expect(await talk.asks('/desfazer')).toContain('não dá para desfazer');
});

test('one message, by its number in the log', async () => {
  const id = await delivered(talk, { status: 'sent', sentAt: at('2026-11-24T09:00') });
  expect(await talk.asks(`/recolher envio ${id}`)).toContain('1 já saiu: eu apago para todos');
  expect(await talk.asks('sim')).toBe('🧹 Recolhendo: 1 será apagada. Aviso quando terminar.');
});

test('a no changes nothing', async () => {
  await run({ status: 'queued' });
  await talk.asks('/recolher 1');
  await talk.asks('não');
  expect(await talk.database.em.count(Delivery, { status: 'queued' })).toBe(1);
});

test.for([
  ['/recolher', 'Faltou o número do agendamento'],
  ['/recolher 1', 'Não há o que recolher do nº 1'],
  ['/recolher 99', '99'],
  ['/recolher envio 99', '99'],
  ['/recolher envio', 'Faltou o número da mensagem'],
])('%s is refused', async ([line, words]) => {
  expect(await talk.asks(line!)).toContain(words);
});
