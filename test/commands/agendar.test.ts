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
    ['amanhã 9h grupo vendas modelo bomdia blargh', 'Não entendi “blargh”.'],
    ['amanhã 13h da manhã grupo vendas modelo bomdia', 'Seria 13h ou 1h da manhã?'],
    ['sexta que vem 9h grupo vendas modelo bomdia', 'Seria sexta, 27/11 ou sexta, 04/12?'],
    ['todo dia 9h grupo vendas modelo bomdia até 20/11', 'Seria sábado, 20/11/2027?'],
    ['amanhã 9 grupo vendas modelo bomdia', '“9” quer dizer 9h?'],
    ['dias pares 16h, nunca na chuva, grupo vendas modelo bomdia', 'Não entendi “dias pares” nem “nunca na chuva”.'],
    ['sexta à meia-noite grupo vendas modelo bomdia', 'essa meia-noite é a que começa ou a que termina o dia'],
    ['segunda 9h e terça 10h grupo vendas modelo bomdia', 'São dois agendamentos no mesmo pedido'],
    ['amanhã 9h grupo Quinta 19h modelo bomdia', 'Se o nome do grupo é *Quinta 19h*, escreva entre aspas'],
    ['amanhã às HORA grupo NOME modelo bomdia', 'Falta trocar *HORA* pela hora (como 9h) e *NOME* pelo nome.'],
  ] as const)('%s: %s', async ([words, sentence]) => {
    const reply = await talk.asks(`/agendar ${words}`);
    expect(reply).toContain(sentence);
    expect(reply).not.toMatch(/\d{4}-\d\d-\d\d/);
    expect(await talk.database.em.count(Schedule, {})).toBe(0);
  });

  test('what it understood is not said of a rule that some words were left out of', async () => {
    const reply = await talk.asks('/agendar toda quarta 9h mas nunca em julho grupo vendas modelo bomdia');
    expect(reply).toContain('• Quando: toda quarta 9h … em julho\n');
    expect(reply).not.toContain('só em julho');
  });

  test('two schedules in one text come with a line for each, and each works', async () => {
    const reply = await talk.asks('/agendar segunda 9h e terça 10h grupo vendas modelo bomdia');
    const lines = reply.split('\n').filter(line => line.startsWith('/agendar'));
    expect(lines).toEqual([
      '/agendar segunda 9h grupo vendas modelo bomdia',
      '/agendar terça 10h grupo vendas modelo bomdia',
    ]);
    for (const line of lines) expect(await talk.asks(line)).toMatch(/Agendado|confirme/);
  });

  test.for([
    ['todo dia grupo vendas modelo bomdia', 'todo dia às HORA grupo vendas modelo bomdia'],
    ['todo dia 9h modelo bomdia', 'todo dia 9h grupo NOME modelo bomdia'],
    ['todo dia 9h grupo vendas', 'todo dia 9h grupo vendas mensagem TEXTO'],
    ['grupo vendas modelo bomdia', 'DD/MM às HORA grupo vendas modelo bomdia'],
    ['amanhã 9h número 98765-4321 mensagem oi', 'amanhã 9h número DDD 98765-4321 mensagem oi'],
    ['todo dia 9h grupo vemda modelo bomdai', 'todo dia 9h grupo NOME modelo bomdia'],
    ['todo dia 9h grupos vendas e xpto mensagem xpto e mais', 'todo dia 9h grupos vendas e NOME mensagem xpto e mais'],
    ['ontem 9h grupo vendas modelo bomdia', 'DD/MM 9h grupo vendas modelo bomdia'],
    ['30/02 9h grupo vendas mensagem oi', 'DD/MM 9h grupo vendas mensagem oi'],
    ['', 'DD/MM às HORA grupo NOME mensagem TEXTO'],
  ] as const)('“%s” → “%s”, which nothing comes of before it is filled in', async ([words, line]) => {
    expect((await talk.asks(`/agendar ${words}`)).split('\n').at(-1)).toBe(`/agendar ${line}`);
    const reply = await talk.asks(`/agendar ${line}`);
    expect(reply).toContain('Falta trocar');
    expect(reply).not.toContain('/agendar');
    expect(await talk.database.em.count(Schedule, {})).toBe(0);
  });

  test('marks around a command or its words are no part of it, and those of the message are', async () => {
    await talk.asks('*/agendar _amanhã_ às *9h* grupo *vendas* mensagem Oi *gente*, ~ontem~*');
    expect(await theSchedule()).toMatchObject({ text: 'Oi *gente*, ~ontem~' });
  });

  test.for([
    'amanhã 15 grupo vendas mensagem oi',
    'amanhã 9h grupo vendas mensgem oi',
    'todo dia 9h grupo vendas modelo bomdai',
    'amanhã 9h grupo vendas e feira sul modelo bomdia',
    'amanhã 9h para o grupo “vendas e feira sul” modelo bomdia',
    'amanhã 9h contato ana lima e bruno mensagem oi',
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
