import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Conversation, conversation, EDITOR } from '../chat/conversation.ts';

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

test('what may be added or be an hour is asked about, with both instants', async () => {
  const reply = await talk.asks('/adiar 1 2h');
  expect(reply).toContain('*1.* 2h a mais: quarta, 25/11 às 11:00\n*2.* às 2h: quinta, 26/11 às 02:00');
  expect(await talk.asks('/ver 1')).toContain('• qua 25/11 às 09:00');
});

test.for([
  ['2h', '1', 'qua 25/11 às 11:00'],
  ['1h30', '1', 'qua 25/11 às 10:30'],
  ['1:30', '2', 'qui 26/11 às 01:30'],
  ['8h', '2', 'qui 26/11 às 08:00'],
  ['às 8h', 'sim', 'qui 26/11 às 08:00'],
] as const)('/adiar 1 %s, %s → %s', async ([words, answer, expected]) => {
  await talk.asks(`/adiar 1 ${words}`);
  expect(await talk.asks(answer)).toContain(`passou para *${expected}*`);
});

test.for(['mais 2h', 'por 2h', '+2h', '2 horas'])('/adiar 1 %s adds', async words => {
  expect(await talk.asks(`/adiar 1 ${words}`)).toContain('*qua 25/11 às 11:00*');
});

test('an hour that has passed on the day of the send is not taken for the next day unasked', async () => {
  const reply = await talk.asks('/adiar 1 para as 8h');
  expect(reply).toContain('“8h” já seria em outro dia: *qui 26/11 às 08:00*');
  expect(await talk.asks('não')).toContain('não fiz nada');
});

test('an answer does not move a send that was moved meanwhile', async () => {
  await talk.asks('/adiar 1 2h');
  await talk.says('/adiar 1 mais 3h', { from: EDITOR });
  expect(await talk.asks('1')).toContain('o próximo envio do nº 1 mudou');
  expect(await talk.asks('/ver 1')).toContain('• qua 25/11 às 12:00');
});

test.for([
  ['/adiar 1 -1 hora', 'escreva sem o menos: *1 hora*'],
  ['/adiar 1 menos 30 minutos', '*/editar 1 8h*'],
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
