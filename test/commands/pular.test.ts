import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Conversation, conversation } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

test('the next send is left out, and the reply names those that stay', async () => {
  await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia');
  const reply = await talk.asks('/pular 1');
  expect(reply).toContain('não sai qua 25/11 às 09:00');
  expect(reply).toContain('• qui 26/11 às 09:00');
  expect(reply).not.toContain('• qua 25/11');
  expect(await talk.asks('/agenda amanhã')).toContain('⏭️ 09:00 pulado: nº *1*');
});

test('without another send the schedule is over', async () => {
  await talk.asks('/agendar amanhã 9h grupo vendas modelo bomdia');
  expect(await talk.asks('/pular 1')).toContain('ficou como terminado');
  expect(await talk.asks('/pular #1')).toContain('já terminou');
});

test('a word too much is named, and nothing is skipped', async () => {
  await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia');
  expect(await talk.asks('/pular 1 e 2')).toContain('“e 2”');
  expect(await talk.asks('/ver 1')).toContain('• qua 25/11');
});
