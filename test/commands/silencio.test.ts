import { afterEach, beforeEach, expect, test } from 'vitest';
import { Silence } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const silences = () => talk.database.em.find(Silence, {}, { orderBy: { id: 'asc' } });

test.for([
  ['/silêncio', 'até você mandar */silêncio fim*: nenhum'],
  ['/silencio até amanhã 8h', 'até *qua 25/11 às 08:00*: nenhum'],
  ['/silencio até 18h', 'até *ter 24/11 às 18:00*'],
  ['/silencio por 2h', 'até *ter 24/11 às 12:00*'],
  ['/silencio até 2h', 'até *qua 25/11 às 02:00*'],
  ['/silencio por 2 horas motivo luto na família', 'até *ter 24/11 às 12:00* (luto na família)'],
  ['/silencio motivo reforma', '/silêncio fim* (reforma)'],
] as const)('%s', async ([line, expected]) => {
  expect(await talk.asks(line)).toContain(expected);
  expect(await silences()).toHaveLength(1);
});

test.for([
  ['/silencio até sexta', 'Até que horas de sexta?'],
  ['/silencio 2h', '“2h” pode ser uma soma (ter 24/11'],
  ['/silencio até banana', 'Não entendi “banana”'],
  ['/silencio até ontem 8h', 'já passou'],
  ['/silencio todo dia 10h', 'Não entendi até quando'],
  ['/silencio fim', 'Não há silêncio agora'],
] as const)('%s is refused', async ([line, expected]) => {
  expect(await talk.asks(line)).toContain(expected);
  expect(await silences()).toEqual([]);
});

test('says how many schedules it holds, and /status shows it', async () => {
  await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia');
  expect(await talk.asks('/silencio até amanhã 10h')).toContain('1 agendamento tem envio nesse tempo');
  expect(await talk.asks('/status')).toContain('🔇 *Silêncio* até qua 25/11 às 10:00: os envios esperam.');
});

test('/enviar says that the message waits, and the end says that it goes out', async () => {
  await talk.asks('/silencio até 18h');
  const reply = await talk.asks('/enviar contato Ana Lima mensagem Oi');
  expect(reply).toContain('🔇 Guardei para enviar depois:');
  expect(reply).toContain('⚠️ Há silêncio até ter 24/11 às 18:00: esse envio espera o fim dele.');
  expect(await talk.asks('/silencio fim')).toContain('1 mensagem que esperava sai agora.');
  expect(await talk.asks('/status')).not.toContain('Silêncio');
});

test('/agendar warns of a send that falls into it, and of no later one', async () => {
  await talk.asks('/silencio até 18h');
  expect(await talk.asks('/agendar hoje 15h grupo vendas modelo bomdia')).toContain('⚠️ Há silêncio até');
  expect(await talk.asks('/agendar amanhã 15h grupo vendas modelo bomdia')).not.toContain('silêncio');
});

test('said again with another hour, there is one: the new one', async () => {
  await talk.asks('/silencio até 18h');
  talk.clock.advance({ minutes: 1 });
  expect(await talk.asks('/silencio até 15h')).toContain('*ter 24/11 às 15:00*');
  expect((await silences()).map(({ endedAt }) => endedAt === null)).toEqual([false, true]);
});

test('/desfazer ends it, or takes its hour back', async () => {
  await talk.asks('/silencio até 18h');
  talk.clock.advance({ minutes: 1 });
  await talk.asks('/silencio até 15h');
  talk.clock.advance({ minutes: 1 });
  expect(await talk.asks('/desfazer')).toContain('começo de silêncio');
  expect(await talk.asks('/status')).toContain('*Silêncio* até ter 24/11 às 18:00');
  await talk.asks('/silencio fim');
  talk.clock.advance({ minutes: 3 });
  await talk.asks('/silencio');
  talk.clock.advance({ minutes: 1 });
  expect(await talk.asks('/desfazer')).toContain('começo de silêncio');
  expect(await talk.asks('/status')).not.toContain('Silêncio');
});
