import { afterEach, beforeEach, expect, test } from 'vitest';
import { Schedule } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
  await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia');
});
afterEach(() => talk.close());

const schedule = () => talk.database.em.findOneOrFail(Schedule, 1);

test.for([
  ['/pausar 1', 'até você mandar */retomar 1*', null, null],
  ['/pausar 1 até sexta 8h', 'pausado até *sex 27/11 às 08:00*', '2026-11-27T11:00:00Z', null],
  ['/pausar 1 ate 18h motivo reforma', 'até *ter 24/11 às 18:00* (reforma)', '2026-11-24T21:00:00Z', 'reforma'],
  ['/pausar 1 por 2 dias', 'até *qui 26/11 às 10:00*', '2026-11-26T13:00:00Z', null],
  ['/pausar 1 motivo férias até janeiro', '(férias até janeiro)', null, 'férias até janeiro'],
] as const)('%s', async ([line, expected, resumeAt, pauseReason]) => {
  expect(await talk.asks(line)).toContain(expected);
  const { status, ...rest } = await schedule();
  expect([status, rest.resumeAt?.toString() ?? null, rest.pauseReason ?? null]).toEqual([
    'paused',
    resumeAt,
    pauseReason,
  ]);
});

test.for([
  ['/pausar 1 até sexta', 'Até que horas de sexta?'],
  ['/pausar 1 até banana', '“banana”'],
  ['/pausar 1 até ontem 8h', 'já passou'],
  ['/pausar 1 até todo dia 10h', 'Não entendi até quando'],
  ['/pausar 1 sexta 8h', 'Não entendi “sexta 8h”'],
  ['/pausar 9 até sexta 8h', 'Não existe agendamento nº 9'],
] as const)('%s is refused', async ([line, expected]) => {
  expect(await talk.asks(line)).toContain(expected);
  expect((await schedule()).status).toBe('active');
});

test('until when is shown wherever the schedule is', async () => {
  await talk.asks('/pausar 1 até sexta 8h motivo férias');
  expect(await talk.asks('/ver 1')).toContain('(pausado até sex 27/11 às 08:00: férias)');
  expect(await talk.asks('/agendamentos pausados')).toContain('(pausado até sex 27/11 às 08:00: férias)');
  expect(await talk.asks('/retomar 1')).toContain('voltou');
});
