import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Schedule, ScheduleRecipient } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const theSchedule = async () => (await talk.database.em.find(Schedule, {}))[0]!;

test('what was understood is what is stored', async () => {
  const line =
    '/agendar toda segunda e quinta 8h grupo vendas contato Ana Lima número 41 99888-7766 modelo cobranca valor=150 primeiro_nome=pessoal';
  await talk.asks(line);
  const schedule = await theSchedule();
  expect(schedule.rule).toMatchObject({ rrule: expect.stringContaining('WEEKLY'), times: ['08:00'] });
  expect(schedule.variables).toEqual({ valor: '150', primeiro_nome: 'pessoal' });
  expect(schedule.nextRunAt?.toString()).toBe('2026-11-26T11:00:00Z');
  expect([schedule.createdBy, schedule.source, schedule.evolutionConfig.id]).toEqual(['Olga', 'chat', talk.config.id]);
  const recipients = await talk.database.em.find(ScheduleRecipient, {}, { orderBy: { id: 'asc' } });
  expect(recipients.map(({ type, phone }) => [type, phone ?? null])).toEqual([
    ['group', null],
    ['contact', null],
    ['number', '+5541998887766'],
  ]);
});

test.for([
  ['sem feriados', { skipHolidays: 'BR' }],
  ['marcar todos', { mentionAll: true }],
  ['se atrasar pula', { catchUp: 'skip' }],
] as const)('“%s” is an option', async ([option, expected]) => {
  await talk.asks(`/agendar todo dia 9h grupo vendas modelo bomdia ${option}`);
  expect(await theSchedule()).toMatchObject(expected);
});

test('a send that is skipped when late says so', async () => {
  expect(await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia se atrasar pula')).toContain(
    'não envio atrasado',
  );
});

test('a quoted message is what is sent', async () => {
  const contextInfo = { stanzaId: 'Q1', quotedMessage: { conversation: 'Feira no sábado!' } };
  const message = { extendedTextMessage: { text: '/agendar amanhã 9h grupo vendas', contextInfo } };
  expect(await talk.asks('', { message })).toContain('“Feira no sábado!”');
});

describe('names', () => {
  test('an exact one wins over longer ones without a question', async () => {
    expect(await talk.asks('/agendar amanhã 9h grupo feira sul mensagem oi')).toContain('Agendado');
  });

  test('two that several share are asked about one after the other, and the command is kept', async () => {
    await talk.database.em
      .getConnection()
      .execute(`update contacts set name_key = 'ana', name = 'Ana' where id in (1, 2)`);
    expect(await talk.asks('/agendar amanhã 9h grupo feira contato ana mensagem oi')).toContain('Feira Norte');
    expect(await talk.asks('1')).toContain('*1.* Ana, (41) 99111-0001');
    const reply = await talk.asks('2');
    expect(reply).toContain('grupo Feira Norte, Ana');
    expect((await talk.database.em.find(ScheduleRecipient, { type: 'contact' }))[0]?.contact?.id).toBe(2);
  });

  test('a choice may be given up', async () => {
    await talk.asks('/agendar amanhã 9h grupo feira mensagem oi');
    expect(await talk.asks('não')).toContain('não fiz nada');
  });

  test('a name that was renamed meanwhile is judged anew', async () => {
    await talk.asks('/agendar amanhã 9h grupo feira mensagem oi');
    await talk.database.em
      .getConnection()
      .execute(`update recipient_groups set name_key = 'x', name = 'X' where name = 'Feira Norte'`);
    // The one that is left is a rough match now.
    expect(await talk.asks('1')).toContain('“feira” não é o nome exato: entendi *Feira Sul*');
  });
});

describe('a faulty command gets one reply', () => {
  test.for([
    ['todo dia grupo vendas modelo bomdia', ['Faltou a hora']],
    ['todo dia 9h modelo bomdia', ['para quem']],
    ['todo dia 9h grupo vendas', ['o que enviar']],
    ['grupo vendas modelo bomdia', ['Faltou dizer quando']],
    ['amanhã 9h grupo vendas modelo bomdia blargh', ['“blargh”']],
    ['amanhã 9h número 98765-4321 mensagem oi', ['DDD']],
    ['todo dia grupo vnda modelo bomdai', ['Faltou a hora', '“bomdai”']],
    ['ontem 9h grupo xpto modelo bomdia', ['já passou', '“xpto”']],
    [
      'amanhã 9h grupo vendas e feira sul modelo bomdia',
      ['“vendas e feira sul”', '*vendas* e *feira sul*', '*grupos*'],
    ],
    ['amanhã 9h contato "ana lima e bruno" mensagem oi', ['“ana lima e bruno”', 'no plural']],
    ['amanhã 9h grupo vendas e xpto mensagem oi', ['Não achei o grupo “vendas e xpto”. Veja']],
    ['30/02 9h grupo vendas modelo bomdia', ['não existe']],
    ['amanhã 25h grupo vendas modelo bomdia', ['horário não existe']],
    ['terça 25/11 9h grupo vendas modelo bomdia', ['não combinam', 'quarta']],
    ['amanhã 9h grupo vendas mensagem oi {{cpf}}', ['*cpf*']],
    ['amanhã 9h grupo vendas mensagem oi {{nome', ['chaves']],
  ] as const)('%s', async ([words, expected]) => {
    const reply = await talk.asks(`/agendar ${words}`);
    for (const part of expected) expect(reply).toContain(part);
    expect(await talk.database.em.count(Schedule, {})).toBe(0);
  });

  test.for([
    'todo dia grupo vendas modelo bomdia',
    'todo dia 9h modelo bomdia',
    'todo dia 9h grupo vendas',
    'grupo vendas modelo bomdia',
    'amanhã 9h grupo vendas modelo bomdia blargh',
    'amanhã 9h número 98765-4321 mensagem oi',
    'todo dia 9h grupo vendas modelo bomdai',
    'todo dia 9h grupo vemda modelo bomdai',
    'amanhã 9h grupo vendas e feira sul modelo bomdia',
    'amanhã 9h para o grupo “vendas e feira sul” modelo bomdia',
    'amanhã 9h contato ana lima e bruno mensagem oi',
    'ontem 9h grupo vendas modelo bomdia',
    '30/02 9h grupo vendas mensagem oi',
    '',
  ])('the line to copy for “%s” is understood', async words => {
    const reply = await talk.asks(`/agendar ${words}`);
    const line = reply.split('\n').at(-1)!;
    expect(line).toMatch(/^\/agendar /);
    expect(await talk.asks(line)).toMatch(/Agendado|confirme/);
  });
});

test('a day without its hour is shown as understood', async () => {
  expect(await talk.asks('/agendar amanhã grupo vendas modelo bomdia')).toContain('• Quando: quarta, 25/11\n');
});

describe('the line to schedule a cancelled one again', () => {
  test.for([
    'todo dia 9h grupo vendas modelo bomdia',
    'toda segunda e quinta 8h grupo feira sul contato Ana Lima modelo cobranca valor="1.234,50"',
    'amanhã 14h30 grupos vendas e suporte mensagem Bom dia, pessoal!\nAté já.',
    'todo dia 5 10h número 41 99888-7766 mensagem oi',
  ])('%s', async words => {
    await talk.asks(`/agendar ${words}`);
    const before = await theSchedule();
    const reply = await talk.asks('/cancelar 1');
    await talk.asks(reply.slice(reply.indexOf('/agendar')));
    const [, again] = await talk.database.em.find(Schedule, {}, { orderBy: { id: 'asc' } });
    const told = ({ rule, text, variables, template }: Schedule) => [
      rule.rrule,
      rule.at,
      rule.times,
      text,
      variables,
      template?.id,
    ];
    expect(told(again!)).toEqual(told(before));
    expect(await talk.database.em.count(ScheduleRecipient, { schedule: 2 })).toBe(
      await talk.database.em.count(ScheduleRecipient, { schedule: 1 }),
    );
  });
});

describe('Carnival and Corpus Christi, which no law makes holidays', () => {
  test.for([
    [
      'todo dia 9h sem feriados',
      '⚠️ *Carnaval* (08/02/2027 e 09/02/2027) e *Corpus Christi* (27/05/2027) não são feriados por lei: nesses dias eu envio. Para pular também: *sem feriados, carnaval e corpus christi*.',
    ],
    [
      'dias úteis 9h',
      '⚠️ Feriados não ficam de fora, nem o *Carnaval* (08/02/2027 e 09/02/2027), nem *Corpus Christi* (27/05/2027). Para pular também: *sem feriados, carnaval e corpus christi*.',
    ],
    [
      'toda quinta 9h sem feriados e carnaval',
      '⚠️ *Corpus Christi* (27/05/2027) não é feriado por lei: nesse dia eu envio. Para pular também: *sem feriados, carnaval e corpus christi*.',
    ],
  ] as const)('%s names them once', async ([when, expected]) => {
    const reply = await talk.asks(`/agendar ${when} grupo vendas modelo bomdia`);
    expect(reply).toContain(expected);
    expect(reply.split('Corpus Christi')).toHaveLength(2);
  });

  test('the words to copy leave them out, and then nothing is said of them', async () => {
    await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia sem feriados');
    expect(await talk.asks('/editar 1 modelo lembrete')).not.toContain('Corpus Christi');
    expect(await talk.asks('/editar 1 sem feriados, carnaval e corpus christi')).not.toContain('por lei');
    expect((await theSchedule()).skipHolidays).toBe('BR+CARNAVAL+CORPUS_CHRISTI');
  });
});
