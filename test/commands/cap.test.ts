import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Delivery, EvolutionConfig } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';
import { delivered, runOf } from './deliveries.ts';

/** Five people, and a number that sends two messages a day. It is Tuesday 2026-11-24, 10:00. */
const FIVE = 'números 41999880001, 41999880002, 41999880003, 41999880004 e 41999880005';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation({ confirm: 'never' });
  await cap({ dailyCap: 2 });
});
afterEach(() => talk.close());

const cap = (more: Partial<EvolutionConfig>) =>
  talk.database.em.nativeUpdate(EvolutionConfig, {}, { pace: 'custom', minGapMs: 0, maxGapMs: 0, ...more });
const points = (reply: string) => reply.split('\n').filter(line => /^• \d+ /.test(line));

describe('a confirmation says how many go out on which day', () => {
  test.for([
    ['amanhã 9h', ['• 2 qua 25/11 às 09:00', '• 2 qui 26/11 às 09:00', '• 1 sex 27/11 às 09:00']],
    ['sexta 22h30', ['• 2 sex 27/11 às 22:30', '• 2 sáb 28/11 às 22:30', '• 1 dom 29/11 às 22:30']],
  ] as const)('%s', async ([when, expected]) => {
    const reply = await talk.asks(`/agendar ${when} ${FIVE} mensagem oi`);
    expect(reply).toContain('O limite deste número é de 2 mensagens por dia. Saem:');
    expect(points(reply)).toEqual(expected);
    expect(reply).toContain('o primeiro envio termina por volta de');
  });

  test('not of a run that fits', async () => {
    await cap({ dailyCap: 5 });
    const reply = await talk.asks(`/agendar amanhã 9h ${FIVE} mensagem oi`);
    expect(reply).not.toContain('por dia');
    expect(points(reply)).toEqual([]);
  });

  test('of a run that shares its day with other schedules', async () => {
    await cap({ dailyCap: 5 });
    await talk.asks('/agendar amanhã 8h números 41999880006, 41999880007 e 41999880008 mensagem antes');
    const reply = await talk.asks(`/agendar amanhã 9h ${FIVE} mensagem oi`);
    expect(points(reply)).toEqual(['• 2 qua 25/11 às 09:00', '• 3 qui 26/11 às 09:00']);
  });

  test('of /enviar, never in the night', async () => {
    expect(points(await talk.asks(`/enviar ${FIVE} mensagem oi`))).toEqual([
      ...['• 2 ter 24/11 às 10:00', '• 2 qua 25/11 às 10:00', '• 1 qui 26/11 às 10:00'],
    ]);
    await talk.database.em.nativeUpdate(Delivery, {}, { status: 'sent' });
    talk.clock.set('2026-11-24T22:10:00-03:00');
    expect(points(await talk.asks(`/enviar ${FIVE} mensagem de noite`))).toEqual([
      ...['• 2 ter 24/11 às 22:10', '• 2 qua 25/11 às 08:00', '• 1 qui 26/11 às 08:00'],
    ]);
  });

  test('of a change of its people', async () => {
    await talk.asks('/agendar amanhã 9h número 41999880001 mensagem oi');
    expect(points(await talk.asks(`/editar 1 ${FIVE}`))).toEqual([
      ...['• 2 qua 25/11 às 09:00', '• 2 qui 26/11 às 09:00', '• 1 sex 27/11 às 09:00'],
    ]);
  });
});

describe('a schedule whose people are more than the cap is told so when it is made', () => {
  test.for([
    ['todo dia 9h', 'São 5 conversas, e este número envia no máximo 2 por dia: cada envio leva 3 dias.', true],
    ['toda terça 9h', 'São 5 conversas, e este número envia no máximo 2 por dia: cada envio leva 3 dias.', false],
    ['todo dia 9h 3 vezes', 'cada envio leva 3 dias.', true],
    ['amanhã 9h', 'o envio leva 3 dias.', false],
  ] as const)('%s', async ([when, told, pilesUp]) => {
    const reply = await talk.asks(`/agendar ${when} ${FIVE} mensagem oi`);
    expect(reply).toContain(told);
    expect(reply.includes('os envios se acumulam')).toBe(pilesUp);
  });

  test('and one that fits by itself, but not beside the others', async () => {
    await cap({ dailyCap: 6 });
    const first = await talk.asks(`/agendar todo dia 9h ${FIVE} mensagem oi`);
    expect(first).not.toContain('⚠️');
    const second = await talk.asks('/agendar todo dia 15h números 41999880006 e 41999880007 mensagem tarde');
    expect(second).toContain(
      'Com este agendamento, este número passa do limite de 6 mensagens por dia. Assim os envios se acumulam',
    );
  });
});

test('/ver and /agenda say when what was put off goes on', async () => {
  await talk.asks('/agendar todo dia 9h número 41999880001 mensagem oi');
  const tomorrow = Temporal.Instant.from('2026-11-25T12:00:00Z');
  await delivered(talk, {
    ...(await runOf(talk, 1)),
    ...{
      reason: 'daily_cap',
      nextAttemptAt: tomorrow,
      giveUpAt: tomorrow.add({ hours: 1 }),
      cappedAt: talk.clock.now(),
    },
  });
  expect(await talk.asks('/ver 1')).toContain('1 mensagem espera e sai a partir de qua 25/11 às 09:00');
  expect(await talk.asks('/agenda amanhã')).toContain('nº *1* continua qua 25/11 às 09:00: 1 mensagem que passou');
  expect(await talk.asks('/agenda hoje')).not.toContain('continua');
  expect(await talk.asks('/porque 1')).toContain('próxima tentativa: qua 25/11 às 09:00');
});
