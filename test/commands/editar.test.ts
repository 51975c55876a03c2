import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuditEntry, Schedule } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
  await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia');
});
afterEach(() => talk.close());

const theSchedule = () => talk.database.em.findOneOrFail(Schedule, 1);

describe('the reply says what is different now, and nothing else', () => {
  test.for([
    ['10h', '*Quando:* todo dia às 10:00 (era todo dia às 09:00)'],
    ['toda sexta', '*Quando:* toda sexta às 09:00 (era todo dia às 09:00)'],
    ['até 20/12', '*Quando:* todo dia às 09:00 até 20/12/2026 (era todo dia às 09:00)'],
    ['sem feriados', '*Quando:* todo dia às 09:00 exceto feriados (era todo dia às 09:00)'],
    ['grupo suporte', '*Para:* grupo Suporte (era grupo Vendas)'],
    ['mensagem Abrimos às 10h', '*O quê:* “Abrimos às 10h” (era modelo bomdia)'],
  ] as const)('%s', async ([words, expected]) => {
    const reply = await talk.asks(`/editar 1 ${words}`);
    expect(reply).toContain(expected);
    expect(reply.match(/\(era /g)).toHaveLength(1);
  });
});

test('several parts at once, in any order', async () => {
  await talk.asks('/editar 1 contato Ana Lima modelo cobranca valor=150 toda segunda 8h');
  expect(await theSchedule()).toMatchObject({ variables: { valor: '150' }, version: 2 });
  const reply = await talk.asks('/ver 1');
  expect(reply).toContain('toda segunda às 08:00');
  expect(reply).toContain('*Para:* Ana Lima');
  expect(await talk.database.em.count(AuditEntry, { action: 'schedule.edit' })).toBe(1);
});

test('a variable alone is put into the present template', async () => {
  await talk.asks('/agendar todo dia 5 10h contato Ana Lima modelo cobranca valor=150');
  await talk.asks('/editar 2 valor=180');
  expect((await talk.database.em.findOneOrFail(Schedule, 2)).variables).toEqual({ valor: '180' });
});

test('a paused one is changed and stays paused', async () => {
  await talk.asks('/pausar 1');
  expect(await talk.asks('/editar 1 10h')).toContain('Continua pausado');
});

describe('what is so already moves nothing', () => {
  test.for([
    '9h',
    'todo dia 9h',
    'diariamente às nove',
    'grupo vendas',
    'modelo bomdia',
    '9h grupo vendas modelo bomdia',
  ])('%s', async words => {
    await talk.asks('/adiar 1 amanhã 15h');
    const { nextRunAt, version } = await theSchedule();
    talk.clock.set('2026-11-25T13:00:00-03:00');
    const reply = await talk.asks(`/editar 1 ${words}`);
    expect(reply).toContain('O nº *1* já era assim: nada mudou');
    expect(reply).toContain('• qua 25/11 às 15:00');
    expect(await theSchedule()).toMatchObject({ nextRunAt, version });
    expect(await talk.database.em.count(AuditEntry, { action: 'schedule.edit' })).toBe(0);
  });

  test('nor is it asked about', async () => {
    await talk.asks('/editar 1 a cada 10 minutos');
    await talk.asks('sim');
    expect(await talk.asks('/editar 1 a cada 10 minutos')).toContain('nada mudou');
  });

  test('a limit, said twice', async () => {
    await talk.asks('/editar 1 até 20/12');
    await talk.asks('/adiar 1 amanhã 15h');
    const { nextRunAt } = await theSchedule();
    expect(await talk.asks('/editar 1 até 20/12')).toContain('nada mudou');
    expect(await theSchedule()).toMatchObject({ nextRunAt, version: 3 });
  });
});

describe('asked about', () => {
  test('a rhythm that is risky, done after a yes', async () => {
    expect(await talk.asks('/editar 1 a cada 10 minutos')).toContain('mais de uma vez por hora');
    expect((await theSchedule()).version).toBe(1);
    expect(await talk.asks('sim')).toContain('a cada 10 minutos (era todo dia às 09:00)');
  });

  test('a name that several share', async () => {
    expect(await talk.asks('/editar 1 grupo feira')).toContain('*1.*');
    expect(await talk.asks('2')).toContain('(era grupo Vendas)');
  });

  test('and left alone after a no', async () => {
    await talk.asks('/editar 1 grupo vnedas 10h');
    await talk.asks('não');
    expect((await theSchedule()).version).toBe(1);
  });
});

describe('refused', () => {
  test.for([
    ['/editar', ['Faltou o número']],
    ['/editar 1', ['Faltou dizer o que muda']],
    ['/editar 9 10h', ['Não existe agendamento nº 9']],
    ['/editar 1 banana', ['“banana”']],
    ['/editar 1 grupo xpto 25h', ['“xpto”', 'não existe']],
    ['/editar 1 modelo bomdai', ['/editar 1 modelo bomdia']],
    ['/editar 1 modelo cobranca', ['*valor*']],
    ['/editar 1 ontem 9h', ['já passou']],
  ] as const)('%s', async ([line, expected]) => {
    const reply = await talk.asks(line);
    for (const part of expected) expect(reply).toContain(part);
    expect((await theSchedule()).version).toBe(1);
  });

  test('what was cancelled', async () => {
    await talk.asks('/cancelar 1');
    expect(await talk.asks('/editar 1 10h')).toContain('já foi cancelado');
  });
});
