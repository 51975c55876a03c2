import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Delivery, Occurrence, Schedule } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
  await talk.asks(
    '/agendar todo dia 9h contatos Ana Lima e Bruno Reis mensagem Oi, {{primeiro_nome}}! Hoje é {{data}}',
  );
});
afterEach(() => talk.close());

async function missed(...days: string[]): Promise<void> {
  const em = talk.database.em;
  await em.nativeUpdate(Schedule, { id: 1 }, { createdAt: Temporal.Instant.from('2026-11-01T12:00:00Z') });
  for (const day of days) {
    const plannedAt = Temporal.Instant.from(`${day}T09:00-03:00`);
    em.create(Occurrence, { schedule: 1, plannedAt, dueAt: plannedAt, status: 'missed', reason: 'too_late' });
  }
  await em.flush();
}

test('it shows what would go out, to whom and how much, and sends at a yes', async () => {
  await missed('2026-11-20', '2026-11-22', '2026-11-23');
  expect(await talk.asks('/repor 1 20/11 a 22/11')).toBe(
    [
      'O nº *1*, todo dia às 09:00, deixou de enviar:',
      '• sex 20/11 às 09:00',
      '• dom 22/11 às 09:00\n',
      '*Para:* Ana Lima, Bruno Reis',
      '*Ao todo:* 4 mensagens, com a data de cada envio que faltou',
      '“Oi, Ana! Hoje é 20/11/2026” (como fica para Ana Lima)\n',
      'Envio agora? Responda *sim* ou *não*, ou reaja com 👍 ou ❌.',
    ].join('\n'),
  );
  expect(await talk.database.em.count(Delivery)).toBe(0);
  expect(await talk.asks('sim')).toBe(
    [
      '📤 Repondo 2 envios do nº *1*, do mais antigo ao mais recente.\n',
      'Para acompanhar: */envios 1* · para parar o que ainda não saiu: */desfazer*',
    ].join('\n'),
  );
  const texts = (await talk.database.em.find(Delivery, {}, { orderBy: { id: 'asc' } })).map(({ text }) => text);
  expect(texts).toEqual([
    'Oi, Ana! Hoje é 20/11/2026',
    'Oi, Bruno! Hoje é 20/11/2026',
    'Oi, Ana! Hoje é 22/11/2026',
    'Oi, Bruno! Hoje é 22/11/2026',
  ]);
});

test('what was missed after the question was asked does not go out with its yes', async () => {
  await missed('2026-11-22');
  await talk.asks('/repor 1 semana passada');
  await missed('2026-11-21');
  await talk.asks('sim');
  expect(await talk.database.em.count(Delivery)).toBe(2);
});

test('a no sends nothing, and undoing a yes stops what has not left', async () => {
  await missed('2026-11-23');
  await talk.asks('/repor 1 ontem');
  await talk.asks('não');
  expect(await talk.database.em.count(Delivery)).toBe(0);
  await talk.asks('/repor 1 ontem');
  await talk.asks('sim');
  await talk.asks('/desfazer');
  expect(await talk.database.em.count(Delivery, { status: 'cancelled' })).toBe(2);
});

describe('it is refused', () => {
  test.for([
    ['/repor', 'Faltou o número do agendamento'],
    ['/repor 1', 'Faltou o período'],
    ['/repor 1 banana', 'banana'],
    ['/repor 1 hoje', 'não deixou de enviar nada nesse período'],
    ['/repor 99 hoje', '99'],
  ])('%s', async ([line, words]) => {
    expect(await talk.asks(line!)).toContain(words);
  });
});
