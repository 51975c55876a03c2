import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Occurrence } from '../../src/db/entities/index.ts';
import { type Conversation, conversation, VIEWER } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const lines = (reply: string) => reply.split('\n').filter(line => line.includes('nº'));

test('an empty day says where to look further', async () => {
  expect(await talk.asks('/agenda', { from: VIEWER })).toContain('Nada na agenda de hoje');
  expect(await talk.asks('/agenda mês')).toContain('do próximo mês');
});

test('today has what went out and what is to come, in the order of the hours', async () => {
  await talk.asks('/agendar hoje 18h grupo suporte mensagem Até amanhã');
  await talk.asks('/agendar todo dia 12h grupo vendas modelo bomdia');
  const em = talk.database.em;
  const noon = await em.findOneOrFail(Occurrence, { schedule: 2 });
  Object.assign(noon, { status: 'done', dueAt: Temporal.Instant.from('2026-11-24T12:00:00Z') });
  await em.flush();
  expect(lines(await talk.asks('/agenda hoje'))).toEqual([
    '✅ 09:00 nº *2* · grupo Vendas · modelo bomdia',
    '🕒 18:00 nº *1* · grupo Suporte · “Até amanhã”',
  ]);
});

describe('periods', () => {
  beforeEach(async () => {
    await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia');
  });

  test.for([
    ['hoje', 0],
    ['amanhã', 1],
    ['amanha', 1],
    ['de amanhã', 1],
    ['semana', 6],
    ['esta semana', 6],
    ['mês', 29],
  ] as const)('%s has %i sends', async ([period, count]) => {
    expect(lines(await talk.asks(`/agenda ${period}`))).toHaveLength(count);
  });

  test('a word that is no period is named', async () => {
    expect(await talk.asks('/agenda ontem')).toContain('“ontem”');
    expect(await talk.asks('/agenda semana passada')).toContain('“passada”');
  });
});

test('a day names itself, and a paused schedule is not in it', async () => {
  await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia');
  await talk.asks('/agendar todo dia 10h grupo suporte modelo bomdia');
  await talk.asks('/pausar 2');
  const reply = await talk.asks('/agenda amanhã');
  expect(reply).toContain('*quarta-feira, 25/11/2026*');
  expect(lines(reply)).toHaveLength(1);
});

test('a schedule that sends often has one line a day', async () => {
  await talk.asks('/agendar a cada 10 minutos das 8h às 18h grupo vendas modelo bomdia');
  await talk.asks('sim');
  expect(lines(await talk.asks('/agenda amanhã'))).toEqual([
    '🕒 08:00 a 18:00 (61 vezes) nº *1* · grupo Vendas · modelo bomdia',
  ]);
});

test('more than anybody reads is refused with a smaller period in mind', async () => {
  await talk.asks('/agendar a cada 5 minutos grupo vendas modelo bomdia');
  await talk.asks('sim');
  expect(await talk.asks('/agenda mês')).toContain('Peça um período menor');
});
