import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Conversation, conversation } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
  await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia');
});
afterEach(() => talk.close());

test('the next send moves, the others stay', async () => {
  const reply = await talk.asks('/adiar 1 2 horas');
  expect(reply).toContain('de qua 25/11 às 09:00 passou para *qua 25/11 às 11:00*');
  expect(reply).toContain('• qui 26/11 às 09:00');
  expect(await talk.asks('/ver 1')).toContain('• qua 25/11 às 11:00');
});

test('“amanhã” counts from the command, a bare hour from the send', async () => {
  expect(await talk.asks('/adiar 1 amanhã 10h')).toContain('*qua 25/11 às 10:00*');
  expect(await talk.asks('/adiar 1 para as 15h')).toContain('*qua 25/11 às 15:00*');
});

test.for([
  ['/adiar', 'Faltou o número'],
  ['/adiar 1', 'Faltou dizer para quando'],
  ['/adiar 1 banana', 'Não entendi “banana”'],
  ['/adiar 1 hoje 18h', 'o próximo envio é qua 25/11 às 09:00'],
  ['/adiar 1 todo dia 10h', 'Faltou dizer para quando'],
  ['/adiar 9 15h', 'Não existe agendamento nº 9'],
] as const)('%s is refused', async ([line, expected]) => {
  expect(await talk.asks(line)).toContain(expected);
});

test('what is paused has no next send', async () => {
  await talk.asks('/pausar 1');
  expect(await talk.asks('/adiar 1 15h')).toContain('está pausado');
});
