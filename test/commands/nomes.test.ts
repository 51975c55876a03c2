import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Contact, Group, type GroupKind, Schedule, ScheduleRecipient } from '../../src/db/entities/index.ts';
import { nameKey } from '../../src/scheduling/names.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';
import { NOW } from '../chat/helpers.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

let made = 0;
async function group(
  name: string,
  more: { kind?: GroupKind; people?: number; daysAgo?: number; aliases?: string[] } = {},
) {
  const em = talk.database.em;
  const { kind = 'whatsapp', people = 12, daysAgo = 0, aliases = [] } = more;
  const at = Temporal.Instant.from(NOW).subtract({ hours: 24 * daysAgo });
  const jid = kind === 'whatsapp' ? `12036300000001${1000 + ++made}@g.us` : null;
  const stamps = { createdAt: at, updatedAt: at };
  em.create(Group, {
    name,
    nameKey: nameKey(name),
    jid,
    kind,
    aliases,
    membersCount: people,
    canSend: true,
    ...stamps,
  });
  await em.flush();
}
async function contact(name: string, phone: string) {
  const em = talk.database.em;
  const at = Temporal.Instant.from(NOW);
  em.create(Contact, {
    ...{ name, nameKey: nameKey(name), phone, phoneKey: phone, variables: {} },
    ...{ createdAt: at, updatedAt: at },
  });
  await em.flush();
}
const schedules = () => talk.database.em.find(Schedule, {}, { orderBy: { id: 'asc' } });
const recipients = async () =>
  (await talk.database.em.find(ScheduleRecipient, {}, { populate: ['group', 'contact'], orderBy: { id: 'asc' } })).map(
    ({ group: place, contact: person }) => place?.name ?? person?.name,
  );

describe('a known name that goes on past where it was cut is asked about', () => {
  test('both names are known: each way has its number, and a line to copy', async () => {
    await group('Tri');
    await group('Tri 5 vezes');
    const reply = await talk.asks('/agendar todo dia 9h grupo tri 5 vezes modelo bomdia');
    expect(reply).toContain('*1.* grupo “Tri 5 vezes”: todo dia às 09:00\n');
    expect(reply).toContain('*2.* grupo “Tri”: todo dia às 09:00, 5 vezes');
    expect(reply).toContain('/agendar todo dia 9h grupo "tri 5 vezes" modelo bomdia\n');
    expect(reply).toContain('/agendar todo dia 9h grupo "tri" 5 vezes modelo bomdia');
    expect(await schedules()).toEqual([]);
    expect(await talk.asks('2')).toContain('Agendado');
    expect((await schedules())[0]!.rule).toMatchObject({ rrule: 'FREQ=DAILY', count: 5 });
    expect(await recipients()).toEqual(['Tri']);
  });

  test('the longer one may be chosen', async () => {
    await group('Tri');
    await group('Tri 5 vezes');
    await talk.asks('/agendar todo dia 9h grupo tri 5 vezes modelo bomdia');
    expect(await talk.asks('1')).toContain('Agendado');
    expect((await schedules())[0]!.rule).toMatchObject({ rrule: 'FREQ=DAILY', count: null });
    expect(await recipients()).toEqual(['Tri 5 vezes']);
  });

  test.for([
    ['Noite das Quartas', '/agendar amanhã 19h grupo Noite das Quartas modelo bomdia'],
    ['Turma das 8h', '/agendar 10h grupo Turma das 8h modelo bomdia'],
    ['Tri 5 vezes', '/agendar todo dia 9h grupo Tri 5 vezes modelo bomdia'],
    ['Pilates Quarta e Sexta', '/agendar amanhã 9h grupo pilates quarta e sexta modelo bomdia'],
    ['Quarta Nobre', '/agendar amanhã 9h grupo quarta nobre modelo bomdia'],
    ['Quarta e Sexta', '/agendar amanhã 9h grupo da quarta e sexta modelo bomdia'],
    ['Volta às 18h', '/agendar amanhã 9h grupo volta as 18h modelo bomdia'],
  ] as const)('only “%s” is known: %s', async ([name, line]) => {
    await group(name);
    const reply = await talk.asks(line);
    expect(reply).toContain(`é *${name}*, escreva entre aspas`);
    expect(await schedules()).toEqual([]);
    expect(await talk.asks('sim')).toContain(`grupo ${name}`);
    expect(await recipients()).toEqual([name]);
  });

  test('a line to copy from the question is done at once', async () => {
    await group('Noite das Quartas');
    const line = (await talk.asks('/agendar amanhã 19h grupo noite das quartas modelo bomdia')).split('\n').at(-1)!;
    expect(await talk.asks(line)).toContain('Agendado');
  });

  test('an hour that is the name’s is not taken for the send’s', async () => {
    await group('Turma das 8h');
    const reply = await talk.asks('/agendar grupo Turma das 8h amanhã modelo bomdia');
    expect(reply).toContain('Faltou a hora');
    expect(reply).toContain('Para: grupo Turma das 8h');
    expect(await schedules()).toEqual([]);
  });

  test('a longer name that lacks an hour is offered beside the shorter one that has it', async () => {
    await group('Turma');
    await group('Turma das 8h');
    const reply = await talk.asks('/agendar grupo Turma das 8h amanhã modelo bomdia');
    expect(reply).toContain('*1.* grupo “Turma das 8h” (falta dizer a hora)');
    expect(reply).toContain('*2.* grupo “Turma”: quarta-feira, 25/11/2026 às 08:00');
    expect(await talk.asks('1')).toContain('Faltou a hora');
  });

  test('the word before it may be the beginning of a name', async () => {
    await group('Grupo Vendas');
    const reply = await talk.asks('/agendar amanhã 9h grupo vendas modelo bomdia');
    expect(reply).toContain('*1.* grupo “Grupo Vendas”');
    await talk.asks('1');
    expect(await recipients()).toEqual(['Grupo Vendas']);
  });

  test('also one of several, a contact, /enviar and /editar', async () => {
    await group('Turma das 8h');
    await contact('Ana Domingo', '+5541991110009');
    expect(await talk.asks('/agendar amanhã 9h grupos vendas e turma das 8h modelo bomdia')).toContain(
      '*Turma das 8h*',
    );
    expect(await talk.asks('sim')).toContain('grupo Vendas, grupo Turma das 8h');
    await talk.asks('/agendar amanhã 9h contato Ana Domingo modelo bomdia');
    expect(await talk.asks('sim')).toContain('Ana Domingo');
    await talk.asks('/enviar grupo Turma das 8h mensagem oi');
    expect(await talk.asks('sim')).toContain('Turma das 8h');
    await talk.asks('/editar 2 grupo Turma das 8h');
    expect(await talk.asks('sim')).toContain('Turma das 8h');
    expect(await recipients()).toEqual(['Vendas', 'Turma das 8h', 'Turma das 8h']);
  });

  test.for([
    'amanhã 9h grupo "vendas" modelo bomdia',
    'amanhã - 9h - grupo vendas - modelo bomdia',
    'amanhã, 9h, grupo vendas, modelo bomdia',
    'amanhã 9h grupo feira sul modelo bomdia',
  ])('%s leaves no doubt: tomorrow at nine', async words => {
    await group('Turma das 8h');
    await group('Vendas 9h');
    await group('Sul');
    expect(await talk.asks(`/agendar ${words}`)).toContain('Agendado');
    expect((await schedules())[0]!.nextRunAt?.toString()).toBe('2026-11-25T12:00:00Z');
  });

  test('a no does nothing', async () => {
    await group('Noite das Quartas');
    await talk.asks('/agendar amanhã 19h grupo Noite das Quartas modelo bomdia');
    expect(await talk.asks('não')).toContain('não fiz nada');
    expect(await schedules()).toEqual([]);
  });
});

describe('names are one without case, accents, punctuation and emoji', () => {
  test.for([
    ['🔥 VENDAS | Loja Centro 🔥', 'vendas loja centro'],
    ['🔥 VENDAS | Loja Centro 🔥', '🔥 Vendas | loja centro'],
    ['Família Silva ❤️', 'familia silva'],
    ['𝗩𝗲𝗻𝗱𝗮𝘀 𝗩𝗜𝗣', 'vendas vip'],
    ["Pão d'Água (centro)", 'pao dagua centro'],
    ['Clientes – 2026!!!', 'clientes 2026'],
    ['👩‍👧 Mães do 5º B', 'mães do 5o b'],
    ['🍕🍕', '🍕🍕'],
  ] as const)('“%s” is found as “%s”', async ([name, said]) => {
    await group(name);
    expect(await talk.asks(`/agendar amanhã 9h grupo "${said}" modelo bomdia`)).toContain('Agendado');
    expect(await recipients()).toEqual([name]);
  });

  test('an alias is folded in the same way', async () => {
    await group('Equipe de Atendimento', { aliases: ['💬 Balcão'] });
    await talk.asks('/agendar amanhã 9h grupo balcao modelo bomdia');
    expect(await recipients()).toEqual(['Equipe de Atendimento']);
  });

  test('two names that only signs tell apart are asked about, unless the signs are typed', async () => {
    await group('Turma A');
    await group('Turma A+');
    expect(await talk.asks('/agendar amanhã 9h grupo turma a modelo bomdia')).toContain('*2.* Turma A+');
    expect(await talk.asks('/agendar amanhã 9h grupo turma a+ modelo bomdia')).toContain('grupo Turma A+');
    expect(await recipients()).toEqual(['Turma A+']);
  });

  test.for([
    ['/grupos loja centro', '🔥 VENDAS | Loja Centro 🔥'],
    ['/grupos 🔥', '🔥 VENDAS | Loja Centro 🔥'],
    ['/contatos bia flor', '🌸 Bia | Flor'],
  ] as const)('%s finds %s', async ([line, expected]) => {
    await group('🔥 VENDAS | Loja Centro 🔥');
    await contact('🌸 Bia | Flor', '+5541991110009');
    expect(await talk.asks(line)).toContain(expected);
  });

  test('a list of the same name but for its signs is not made twice', async () => {
    await talk.asks('/grupo lista Clientes VIP');
    expect(await talk.asks('/grupo lista ⭐ clientes vip ⭐')).toContain('Lista Clientes VIP');
  });
});

describe('a name is found without the word that says what it is, and with one too many', () => {
  test.for([
    ['amanhã 9h vendas modelo bomdia', 'Vendas'],
    ['amanhã 9h pra vendas mensagem oi', 'Vendas'],
    ['amanhã 9h para a Ana Lima mensagem oi', 'Ana Lima'],
    ['feira norte todo dia 9h modelo bomdia', 'Feira Norte'],
    ['amanhã 9h pessoal da loja modelo bomdia', 'Pessoal da Loja'],
    ['amanhã 9h grupo de vendas modelo bomdia', 'Vendas'],
    ['amanhã 9h grupo da Feira Sul modelo bomdia', 'Feira Sul'],
    ['amanhã 9h lista de clientes modelo bomdia', 'Clientes'],
    ['amanhã 9h grupo louvor modelo bomdia', 'Grupo de Louvor'],
    ['amanhã 9h contato da Ana Lima mensagem oi', 'Ana Lima'],
  ] as const)('%s → %s', async ([words, expected]) => {
    await group('Pessoal da Loja');
    await group('Clientes', { kind: 'list', people: 3 });
    await group('Grupo de Louvor');
    expect(await talk.asks(`/agendar ${words}`)).toContain('Agendado');
    expect(await recipients()).toEqual([expected]);
  });

  test('several, and beside others that are named', async () => {
    await talk.asks('/agendar amanhã 9h vendas e Ana Lima modelo bomdia');
    expect((await recipients()).toSorted()).toEqual(['Ana Lima', 'Vendas']);
    await talk.asks('/agendar amanhã 9h grupo suporte Bruno Reis modelo bomdia');
    await talk.asks('/agendar grupo suporte amanhã 9h Bruno Reis modelo bomdia');
    expect((await recipients()).slice(2)).toEqual(['Suporte', 'Bruno Reis']);
  });

  test('a name among other words that were not read is none, where somebody is named', async () => {
    const reply = await talk.asks('/agendar grupo suporte amanhã 9h Bruno Reis pediu modelo bomdia');
    expect(reply).toContain('Não entendi “Bruno Reis pediu”');
    expect(reply).not.toContain('contato');
  });

  test('also with /enviar', async () => {
    expect(await talk.asks('/enviar Ana Lima mensagem oi')).toContain('Ana Lima');
  });

  test('a person and a place of one name are asked about', async () => {
    await group('Ana Lima');
    const reply = await talk.asks('/agendar amanhã 9h Ana Lima mensagem oi');
    expect(reply).toContain('grupo “Ana Lima”: quarta-feira, 25/11/2026 às 09:00');
    expect(reply).toContain('contato “Ana Lima”');
    expect(reply).toContain('/agendar amanhã 9h contato "Ana Lima" mensagem oi');
    expect(await talk.asks('2')).toContain('Agendado');
    expect(await recipients()).toEqual(['Ana Lima']);
  });

  test.for(['amanhã 9h ana mensagem oi', 'amanhã 9h vendass mensagem oi', 'amanhã 9h feira mensagem oi'])(
    '%s names nobody exactly, and nothing is scheduled',
    async words => {
      expect(await talk.asks(`/agendar ${words}`)).toContain('Não entendi');
      expect(await schedules()).toEqual([]);
    },
  );

  test('where the hour is missing, only that is asked for', async () => {
    const reply = await talk.asks('/agendar amanhã vendas modelo bomdia');
    expect(reply).toContain('Faltou a hora');
    expect(reply).toContain('Para: grupo vendas');
    expect(reply).not.toContain('Não entendi');
  });
});

describe('two of one name are told apart by what the admin knows', () => {
  test('contacts by their phones, in the question and in what is repeated', async () => {
    await contact('Ana', '+5541991110008');
    await contact('Ana', '+5541991110009');
    const reply = await talk.asks('/agendar amanhã 9h contato ana mensagem oi');
    expect(reply).toContain('*1.* Ana, (41) 99111-0008\n*2.* Ana, (41) 99111-0009');
    expect(await talk.asks('2')).toContain('*Para:* Ana, (41) 99111-0009');
  });

  test.for([
    [
      [{ people: 12 }, { people: 30 }],
      ['12 pessoas', '30 pessoas'],
    ],
    [
      [{ people: 12 }, { kind: 'list', people: 12 }],
      ['grupo do WhatsApp, 12 pessoas', 'lista, 12 pessoas'],
    ],
    [
      [{ daysAgo: 30 }, { daysAgo: 2 }],
      ['12 pessoas, mais antigo, desde 25/10/2026', '12 pessoas, mais recente, desde 22/11/2026'],
    ],
    [
      [{ aliases: ['loja'] }, {}],
      ['12 pessoas, também loja', '12 pessoas'],
    ],
    [
      [{}, {}],
      ['12 pessoas, o 1º que conheci', '12 pessoas, o 2º que conheci'],
    ],
  ] as [Parameters<typeof group>[1][], string[]][])('groups %j: %j', async ([groups, told]) => {
    for (const one of groups) await group('Promo', one);
    const reply = await talk.asks('/agendar amanhã 9h grupo promo modelo bomdia');
    for (const [index, facts] of told.entries()) {
      expect(reply).toContain(`*${index + 1}.* Promo (${facts})`);
    }
    expect(reply).not.toMatch(/nº/);
  });

  test('/grupos says of each what tells it apart', async () => {
    await group('Promo', { daysAgo: 30 });
    await group('Promo', { daysAgo: 2 });
    expect(await talk.asks('/grupos promo')).toContain('*Promo*: 12 pessoas, mais antigo, desde 25/10/2026');
  });

  test('/contato ver asks with the phones', async () => {
    await contact('Ana', '+5541991110008');
    await contact('Ana', '+5541991110009');
    expect(await talk.asks('/contato ver ana')).toContain('*2.* Ana, (41) 99111-0009');
    expect(await talk.asks('2')).toContain('(41) 99111-0009');
  });
});
