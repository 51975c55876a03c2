import { afterEach, beforeEach, expect, test } from 'vitest';
import { Admin } from '../../src/db/entities/index.ts';
import { type Conversation, conversation, EDITOR } from './conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
  await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia', { from: EDITOR });
});
afterEach(() => talk.close());

/** What the author of schedule 1 is told while this happens. */
async function toldWhile(happens: () => Promise<unknown>): Promise<string[]> {
  const before = talk.gateway.sent.length;
  await happens();
  await talk.chat.inbox.drain();
  await talk.chat.outbox.drain();
  return talk.gateway.sent.slice(before).flatMap(({ to, text }) => (to === EDITOR ? text : []));
}

test('whoever made a schedule is told who changed it, and how it is now', async () => {
  expect(await toldWhile(() => talk.asks('/pausar 1'))).toEqual([
    'ℹ️ Olga pausou o agendamento nº *1*, que você fez: todo dia às 09:00.\nAgora está pausado.',
  ]);
  expect(await toldWhile(() => talk.asks('/retomar 1'))).toEqual([
    'ℹ️ Olga retomou o agendamento nº *1*, que você fez: todo dia às 09:00.\nPróximo envio: qua 25/11 às 09:00.',
  ]);
});

test('through the API too', async () => {
  const user = { type: 'user', id: 7, name: 'painel', role: 'owner', source: 'api' } as const;
  expect(await toldWhile(() => talk.chat.runCommand(user, '/cancelar 1'))).toEqual([
    'ℹ️ painel cancelou o agendamento nº *1*, que você fez: todo dia às 09:00.\nAgora está cancelado.',
  ]);
});

test('not what she does herself, and not what was refused', async () => {
  expect(await toldWhile(() => talk.says('/pausar 1', { from: EDITOR }))).toHaveLength(1); // the reply itself
  expect(await toldWhile(() => talk.asks('/pausar 1'))).toEqual([]);
});

test('nobody is told who may not command any more', async () => {
  await talk.database.orm.em.fork().nativeDelete(Admin, { name: 'Edu' });
  expect(await toldWhile(() => talk.asks('/pausar 1'))).toEqual([]);
});
