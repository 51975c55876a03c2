/** The words that customers will read: what is asked about, what is said, and how it is shown. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Contact, Delivery, Group, Schedule, Template } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';
import { OWN_JID } from '../chat/helpers.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const schedules = () => talk.database.em.fork().find(Schedule, {}, { orderBy: { id: 'asc' } });
const sent = async () => (await talk.database.em.fork().find(Delivery, {})).map(({ text }) => text);
const body = async (name: string) => (await talk.database.em.fork().findOne(Template, { name }))?.body;
const lineIn = (reply: string, start: string) => reply.split('\n').find(line => line.startsWith(start))!;

describe('what looks like a variable', () => {
  const ASK = '/agendar amanhã 9h contato Ana Lima mensagem Oi, [Nome], [ATENÇÃO] {VIP10} <3';

  test('is asked about with the mended line, and sim writes it so', async () => {
    const question = await talk.asks(ASK);
    expect(question).toContain('O texto tem “[Nome]”. Você quis dizer {{nome}}?');
    const line = '/agendar amanhã 9h contato Ana Lima mensagem Oi, {{nome}}, [ATENÇÃO] {VIP10} <3';
    expect(question).toContain(`\n${line}\n`);
    expect(await schedules()).toEqual([]);
    expect(await talk.asks('sim')).toContain('“Oi, Ana Lima, [ATENÇÃO] {VIP10} <3”');
    expect((await schedules())[0]!.text).toBe('Oi, {{nome}}, [ATENÇÃO] {VIP10} <3');
  });

  test.for(['pode', '👍', 'Isso!'])('is mended by “%s” too', async yes => {
    await talk.asks(ASK);
    expect(await talk.asks(yes)).toContain('Agendado');
    expect((await schedules())[0]!.text).toContain('{{nome}}');
  });

  test('goes out as it is when the person says so', async () => {
    await talk.asks(ASK);
    expect(await talk.asks('assim mesmo')).toContain('“Oi, [Nome], [ATENÇÃO] {VIP10} <3”');
    expect((await schedules())[0]!.text).toBe('Oi, [Nome], [ATENÇÃO] {VIP10} <3');
  });

  test.for(['não', 'cancela', '❌'])('is left by “%s”', async no => {
    await talk.asks(ASK);
    expect(await talk.asks(no)).toContain('não fiz nada');
    expect(await schedules()).toEqual([]);
  });

  test('waits for an answer that it knows', async () => {
    await talk.asks(ASK);
    expect(await talk.asks('talvez')).toContain('*sim*, *não* ou *assim mesmo*');
    expect(await talk.asks('assim mesmo')).toContain('Agendado');
  });

  test('the line to copy is understood', async () => {
    expect(await talk.asks(lineIn(await talk.asks(ASK), '/agendar'))).toContain('Agendado');
  });

  test('is one of those of the contact, too', async () => {
    const em = talk.database.em.fork();
    const ana = await em.findOneOrFail(Contact, { name: 'Ana Lima' });
    ana.variables = { pedido: 'A-12' };
    await em.flush();
    expect(await talk.asks('/enviar contato Ana Lima mensagem Saiu o pedido {pedido}')).toContain('{{pedido}}');
    expect(await talk.asks('sim')).toContain('“Saiu o pedido A-12”');
    expect(await sent()).toEqual(['Saiu o pedido A-12']);
    expect(await talk.asks('/enviar contato Bruno Reis mensagem Saiu o pedido {pedido}')).toContain('Enviando');
  });

  test('in a quoted message is mended, where there is no line to copy', async () => {
    const quote = { stanzaId: 'X1', quotedMessage: { conversation: 'Oi, {nome}!' } };
    const message = { extendedTextMessage: { text: '/enviar contato Ana Lima', contextInfo: quote } };
    expect(await talk.asks('', { message })).toContain('“Oi, {{nome}}!”');
    await talk.asks('sim');
    expect(await sent()).toEqual(['Oi, Ana Lima!']);
  });

  test('of braces that do not close cannot go out as it is', async () => {
    const question = await talk.asks('/enviar contato Ana Lima mensagem Oi, {{nome}!');
    expect(question).toContain('Você quis dizer {{nome}}?');
    expect(question).toContain(String.raw`\{{assim}}`);
    expect(question).not.toContain('assim mesmo');
    await talk.asks('sim');
    expect(await sent()).toEqual(['Oi, Ana Lima!']);
  });

  test('braces that are to be read are written with a bar, as the refusal says', async () => {
    const refusal = await talk.asks('/enviar contato Ana Lima mensagem Escreva {{cpf}}');
    expect(refusal).toContain(String.raw`ponha uma barra antes delas: \{{cpf}}`);
    await talk.asks(String.raw`/enviar contato Ana Lima mensagem Escreva \{{cpf}}`);
    expect(await sent()).toEqual(['Escreva {{cpf}}']);
  });

  test('is asked about in an edit, and only in new words', async () => {
    await talk.asks('/agendar amanhã 9h contato Ana Lima mensagem Oi, [nome]');
    await talk.asks('assim mesmo');
    expect(await talk.asks('/editar 1 10h')).toContain('mudou');
    const question = await talk.asks('/editar 1 mensagem Olá, <nome>');
    expect(lineIn(question, '/editar')).toBe('/editar 1 mensagem Olá, {{nome}}');
    await talk.asks('sim');
    expect((await schedules())[0]!.text).toBe('Olá, {{nome}}');
  });

  test('is asked about when a template is made, replaced and changed', async () => {
    const question = await talk.asks('/modelo novo oferta Oi, {primeiro nome}: [ATENÇÃO]');
    expect(question).toContain('/modelo novo oferta Oi, {{primeiro_nome}}: [ATENÇÃO]');
    expect(await talk.asks('sim')).toContain('Oi, Fulano: [ATENÇÃO]');
    expect(await body('oferta')).toBe('Oi, {{primeiro_nome}}: [ATENÇÃO]');

    await talk.asks('/modelo editar oferta Oi, <nome>!');
    await talk.asks('assim mesmo');
    expect(await body('oferta')).toBe('Oi, <nome>!');

    expect(await talk.asks('/modelo novo oferta Olá, {Nome}!')).toContain('{{nome}}');
    expect(await talk.asks('sim')).toContain('Troco por este?');
    expect(await talk.asks('sim')).toContain('agora diz');
    expect(await body('oferta')).toBe('Olá, {{nome}}!');
  });

  test('in a template that somebody wants so is told where it is used', async () => {
    await talk.asks('/modelo novo oferta Oi, <nome>!');
    await talk.asks('assim mesmo');
    const reply = await talk.asks('/enviar contato Ana Lima modelo oferta');
    expect(reply).toContain('O modelo *oferta* tem “<nome>”');
    expect(await sent()).toEqual(['Oi, <nome>!']);
  });

  test('taking a change back asks nothing', async () => {
    await talk.asks('/modelo novo oferta Oi, <nome>!');
    await talk.asks('assim mesmo');
    talk.clock.advance({ seconds: 5 });
    await talk.asks('/modelo editar oferta Olá');
    expect(await talk.asks('/desfazer')).toContain('Desfeito');
    expect(await body('oferta')).toBe('Oi, <nome>!');
  });
});

describe('a value without a place', () => {
  test.for([
    ['/agendar amanhã 9h contato Ana Lima modelo bomdia cor=azul', '/agendar amanhã 9h contato Ana Lima modelo bomdia'],
    ['/enviar modelo bomdia cor="azul claro" contato Ana Lima', '/enviar modelo bomdia contato Ana Lima'],
    ['/enviar contato Ana Lima cor=azul mensagem "Oi"', '/enviar contato Ana Lima mensagem "Oi"'],
    ['/enviar contato Ana Lima modelo cobranca Valor=150', '/enviar contato Ana Lima modelo cobranca valor=150'],
    ['/enviar contato Ana Lima modelo cobranca vaolr=R$ 150', '/enviar contato Ana Lima modelo cobranca valor=R$ 150'],
  ] as const)('%s: a fault that names it, with a line', async ([words, line]) => {
    const reply = await talk.asks(words);
    expect(reply).toMatch(/não usa \*(cor|Valor|vaolr)\*/);
    expect(reply.split('\n').at(-1)).toBe(line);
    expect([await schedules(), await sent()]).toEqual([[], []]);
    expect(await talk.asks(line)).toMatch(/Agendado|Enviando/);
  });

  test('is one for a test as well', async () => {
    expect(await talk.asks('/testar modelo bomdia cor=azul')).toContain('não usa *cor*');
    expect(await sent()).toEqual([]);
  });

  test('that a schedule has already does not stand in the way of a change', async () => {
    await talk.asks('/agendar amanhã 9h contato Ana Lima modelo cobranca valor=150');
    const em = talk.database.em.fork();
    const schedule = await em.findOneOrFail(Schedule, 1);
    schedule.variables = { ...schedule.variables, cor: 'azul' };
    await em.flush();
    expect(await talk.asks('/editar 1 10h')).toContain('mudou');
    expect(await talk.asks('/editar 1 valor=200')).toContain('valor: 200');
    expect(await talk.asks('/editar 1 tom=verde')).toContain('não usa *tom*');
  });
});

describe('a line of the text that begins like a command', () => {
  const ASK = '/agendar amanhã 9h grupo vendas mensagem primeira\n/agendar amanhã 10h grupo suporte mensagem segunda';

  test('is asked about, with both readings', async () => {
    const question = await talk.asks(ASK);
    expect(question).toContain('“/agendar amanhã 10h grupo suporte mensagem segunda”');
    expect(question).toContain('Aqui vai só “primeira”');
    expect(question).toContain('vai inteira: “primeira\n/agendar amanhã 10h');
    expect(await schedules()).toEqual([]);
  });

  test('that is another command is given back to be sent by itself', async () => {
    await talk.asks(ASK);
    const reply = await talk.asks('1');
    expect((await schedules()).map(({ text }) => text)).toEqual(['primeira']);
    const line = lineIn(reply, '/agendar');
    expect(line).toBe('/agendar amanhã 10h grupo suporte mensagem segunda');
    await talk.asks(line);
    expect((await schedules()).map(({ text }) => text)).toEqual(['primeira', 'segunda']);
  });

  test('that is text stays, whole', async () => {
    await talk.asks(ASK);
    await talk.asks('faz parte da mensagem');
    expect((await schedules())[0]!.text).toBe(ASK.slice(ASK.indexOf('primeira')));
  });

  test('keeps what was said about it through further questions', async () => {
    await talk.asks('/agendar amanhã 9h grupo feira mensagem Oi, {nome}\n/ver 1');
    expect(await talk.asks('1')).toContain('Qual deles?');
    expect(await talk.asks('1')).toContain('Você quis dizer {{nome}}?');
    const reply = await talk.asks('sim');
    expect(reply).toContain('Mande à parte:\n/ver 1');
    expect((await schedules())[0]!.text).toBe('Oi, {{nome}}');
  });

  test.for([
    '/enviar grupo vendas mensagem oi\n!cancelar 3',
    '/enviar grupo vendas mensagem oi\n/agendra amanhã 9h grupo suporte mensagem x',
    '/enviar grupo vendas mensagem oi\nagendar amanhã 9h grupo suporte mensagem x',
    '/enviar grupo vendas mensagem oi\n\n  /status',
    '/modelo novo oferta Oi\n/agendar amanhã 9h grupo vendas modelo oferta',
    '/enviar grupo vendas mensagem\n/agendar amanhã 9h grupo suporte mensagem x',
  ])('%s', async line => {
    expect(await talk.asks(line)).toContain('começa como um comando');
    expect(await sent()).toEqual([]);
    expect(await body('oferta')).toBeUndefined();
  });

  test.for([
    '/enviar grupo vendas mensagem oi\nver a tabela no site',
    '/enviar grupo vendas mensagem oi\n/promo 10% de desconto',
    '/enviar grupo vendas mensagem oi\nenviar o comprovante até sexta',
    '/enviar grupo vendas mensagem use /agendar amanhã',
    '/enviar grupo vendas mensagem "oi\n/agendar amanhã 9h"',
  ])('is none in %s', async line => {
    expect(await talk.asks(line)).toContain('Enviando agora');
  });
});

describe('a text to be sent now that ends in a day and an hour', () => {
  const ASK = '/enviar grupo vendas mensagem Reunião amanhã às 10h';

  test('is asked about, with both readings', async () => {
    const question = await talk.asks(ASK);
    expect(question).toContain('Enviar agora, com isso no texto: “Reunião amanhã às 10h”');
    expect(question).toContain('Agendar para quarta-feira, 25/11/2026 às 10:00: “Reunião”');
    expect(await sent()).toEqual([]);
  });

  test('is sent now', async () => {
    await talk.asks(ASK);
    expect(await talk.asks('1')).toContain('Enviando agora');
    expect(await sent()).toEqual(['Reunião amanhã às 10h']);
  });

  test('is scheduled', async () => {
    await talk.asks(ASK);
    expect(await talk.asks('2')).toContain('Agendado');
    const [made] = await schedules();
    expect([made!.text, made!.nextRunAt?.toString(), await sent()]).toEqual(['Reunião', '2026-11-25T13:00:00Z', []]);
  });

  test('is scheduled through further questions, too', async () => {
    await talk.asks('/enviar grupo feira mensagem Oi, {nome}, reunião amanhã às 10h');
    await talk.asks('na hora marcada');
    expect(await talk.asks('1')).toContain('{{nome}}');
    expect(await talk.asks('sim')).toContain('Agendado');
    expect((await schedules())[0]!.text).toBe('Oi, {{nome}}, reunião');
  });

  test.for([
    '/enviar grupo vendas mensagem "Reunião amanhã às 10h"',
    '/enviar grupo vendas mensagem A loja abre às 10h',
    '/enviar grupo vendas mensagem Até amanhã',
  ])('%s does not', async line => {
    expect(await talk.asks(line)).toContain('Enviando agora');
  });
});

describe('an option that stayed in the text', () => {
  test('is told in one line, with the line that takes it out', async () => {
    const reply = await talk.asks('/agendar todo dia 9h contato Ana Lima mensagem Bom dia sem feriados');
    expect(reply).toContain('“sem feriados” ficou no texto da mensagem.');
    expect((await schedules())[0]).toMatchObject({ text: 'Bom dia sem feriados', skipHolidays: null });
    const [, line] = /Se era para o agendamento: (.+)$/m.exec(reply)!;
    expect(line).toBe('/editar 1 sem feriados mensagem Bom dia');
    await talk.asks(line!);
    expect((await schedules())[0]).toMatchObject({ text: 'Bom dia', skipHolidays: 'BR' });
  });

  test.for([
    ['toda sexta 9h contato Ana Lima mensagem Promoção 3 vezes', { count: 3 }],
    ['todo dia 9h contato Ana Lima mensagem Remédio por 10 dias', { count: 10 }],
    ['todo dia 9h contato Ana Lima mensagem Bom dia exceto domingo', { exclude: ['SU'] }],
  ] as const)('%s', async ([words, rule]) => {
    const reply = await talk.asks(`/agendar ${words}`);
    await talk.asks(/Se era para o agendamento: (.+)$/m.exec(reply)![1]!);
    expect((await schedules())[0]!.rule).toMatchObject(rule);
  });

  test('is told while a question waits, with a line that schedules', async () => {
    const group = '/agendar todo dia 9h grupos vendas e feirasul mensagem Bom dia sem feriados';
    const question = await talk.asks(group);
    expect(question).toContain('/agendar sem feriados todo dia 9h grupos vendas e feirasul mensagem Bom dia');
  });

  test('days, hours and groups in a text of a command that has its own are text', async () => {
    const reply = await talk.asks('/agendar todo dia 9h contato Ana Lima mensagem Vá ao grupo suporte até sexta 10h');
    expect(reply).toContain('Agendado');
    expect(reply).not.toContain('ficou no texto');
  });
});

describe('a text that names somebody, to a group', () => {
  test.for([
    ['/enviar grupo vendas mensagem Oi, {{nome}}!', '{{nome}}'],
    ['/enviar grupo vendas mensagem Oi, {{primeiro_nome}}!', '{{primeiro_nome}}'],
    ['/agendar amanhã 9h grupo vendas modelo cobranca valor=9', '{{primeiro_nome}}'],
  ] as const)('%s is warned about', async ([line, variable]) => {
    expect(await talk.asks(line)).toContain(`no lugar de ${variable} sai o nome do grupo`);
  });

  test.for([
    '/enviar contato Ana Lima mensagem Oi, {{nome}}!',
    '/enviar grupo vendas nome=pessoal mensagem "Oi, {{nome}}!"',
    '/enviar grupo vendas modelo bomdia',
  ])('%s is not', async line => {
    expect(await talk.asks(line)).not.toContain('o nome do grupo');
  });
});

describe('words are shown as they will be read', () => {
  async function saveList(name: string, contacts: readonly string[]) {
    await talk.asks(`/grupo lista ${name}: ${contacts.join(', ')}`);
    return talk.database.em.fork().findOneOrFail(Group, { name });
  }
  const TEXT = '{{#if primeiro_nome}}Oi, {{primeiro_nome}}{{else}}Olá{{/if}}!';

  test('of a list for one of its people, who is named', async () => {
    await saveList('clientes', ['Ana Lima', 'Bruno Reis']);
    const reply = await talk.asks(`/agendar amanhã 9h grupo clientes mensagem ${TEXT}`);
    expect(reply).toContain('“Oi, Ana!” (como fica para Ana Lima)');
    expect(await talk.asks('/ver 1')).toContain('“Oi, Ana!” (como fica para Ana Lima)');
    expect(await talk.asks('/ver 1')).not.toContain('{{#if');
    expect(await talk.asks('/agendamentos')).not.toContain('{{#if');
  });

  test('of a person before a group', async () => {
    const reply = await talk.asks(`/agendar amanhã 9h grupo vendas contato Ana Lima mensagem ${TEXT}`);
    expect(reply).toContain('“Oi, Ana!” (como fica para Ana Lima)');
  });

  test('of one person without naming her twice, and of a text for all without naming anybody', async () => {
    expect(await talk.asks(`/enviar contato Ana Lima mensagem ${TEXT}`)).not.toContain('como fica');
    expect(await talk.asks('/agendar amanhã 9h grupo vendas contato Ana Lima mensagem Oi')).not.toContain('como fica');
  });

  test('where nobody is there yet, for somebody invented', async () => {
    const em = talk.database.em.fork();
    const stamps = { createdAt: talk.clock.now(), updatedAt: talk.clock.now() };
    em.create(Group, {
      name: 'aniversariantes',
      nameKey: 'aniversariantes',
      aliases: [],
      kind: 'dynamic',
      rule: 'birthday',
      ...stamps,
    });
    await em.flush();
    const reply = await talk.asks(`/agendar todo dia 9h aniversariantes mensagem ${TEXT}`);
    expect(reply).toContain('“Oi, Fulano!” (como fica para Fulano)');
    expect(await talk.asks('/ver 1')).toContain('“Oi, Fulano!” (como fica para Fulano)');
  });

  test('with the values', async () => {
    const reply = await talk.asks('/agendar amanhã 9h contato Ana Lima modelo cobranca valor=150');
    expect(reply).toContain('modelo cobranca (valor: 150)');
    const seen = await talk.asks('/ver 1');
    expect(seen).toContain('modelo cobranca (valor: 150)');
    expect(seen).toContain('“Olá, Ana: faltam R$ 150.”');
    const edited = await talk.asks('/editar 1 valor=200');
    expect(edited).toContain('modelo cobranca (valor: 200) (era modelo cobranca (valor: 150))');
    expect(edited).toContain('“Olá, Ana: faltam R$ 200.”');
  });

  test('of an edit, before and after', async () => {
    await talk.asks(`/agendar amanhã 9h contato Ana Lima mensagem ${TEXT}`);
    expect(await talk.asks('/editar 1 mensagem Tchau, {{nome}}!')).toContain('“Tchau, Ana Lima!” (era “Oi, Ana!”)');
  });

  test('says why where they cannot be made any more', async () => {
    await talk.asks('/agendar amanhã 9h contato Ana Lima modelo bomdia');
    const em = talk.database.em.fork();
    (await em.findOneOrFail(Template, { name: 'bomdia' })).body = '{{#if x}}a{{/if}} {{pedido}}';
    await em.flush();
    const seen = await talk.asks('/ver 1');
    expect(seen).toContain('⚠️ O modelo usa *pedido*');
    expect(seen).not.toContain('{{#if');
  });

  test('of a template with something in the place of each value', async () => {
    const reply = await talk.asks(
      '/modelo novo parcela Oi, {{nome}}: {{moeda valor}}, {{assunto}}{{#if obs}} {{obs}}{{/if}}',
    );
    expect(reply).toContain('“Oi, Fulano: R$ 100,00, (assunto)” (como fica para Fulano)');
    const seen = await talk.asks('/modelo ver parcela');
    expect(seen).toContain('Oi, {{nome}}: {{moeda valor}}');
    expect(seen).toContain('“Oi, Fulano: R$ 100,00, (assunto)”');
  });

  test.for([
    ['daqui a 20 minutos', '10:20', false],
    ['daqui a 3 horas', '13:00', false],
    ['daqui a 1 minuto', '10:01:37', true],
    ['daqui a 30 segundos', '10:01:07', true],
  ] as const)('%s at 10:00:37 is at %s', async ([when, hour, withSeconds]) => {
    talk.clock.advance({ seconds: 37 });
    const reply = await talk.asks(`/agendar ${when} contato Ana Lima mensagem Oi`);
    expect(reply).toContain(`às ${hour}\n`);
    expect(/\d\d:\d\d:\d\d/.test(reply)).toBe(withSeconds);
    if (!withSeconds) expect(await talk.asks('/ver 1')).not.toMatch(/\d\d:\d\d:\d\d/);
  });

  test('the hour that a customer reads has no seconds', async () => {
    talk.clock.advance({ seconds: 37 });
    await talk.asks('/enviar contato Ana Lima mensagem São {{hora}}');
    expect(await sent()).toEqual(['São 10:00']);
  });
});

test('the third way is understood in the owner’s notes to herself', async () => {
  const mine = { key: { remoteJid: OWN_JID, fromMe: true } };
  await talk.asks('/enviar contato Ana Lima mensagem Oi, [nome]', mine);
  expect(await talk.asks('assim mesmo', mine)).toContain('Enviando agora');
});
