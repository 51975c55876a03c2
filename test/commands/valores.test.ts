import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Delivery, Schedule } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';
import { OWN_JID } from '../chat/helpers.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const schedules = () => talk.database.em.fork().find(Schedule, {}, { orderBy: { id: 'asc' } });
const texts = async () => (await talk.database.em.fork().find(Delivery, {})).map(({ text }) => text);
const ANA = '/agendar amanhã 9h contato Ana Lima modelo cobranca';

describe('one value that is missing', () => {
  test('is asked for, and the whole answer is the value', async () => {
    const question = await talk.asks(ANA);
    expect(question).toContain('O modelo *cobranca* precisa de *valor*.');
    expect(question).toContain('Responda só com o valor.');
    expect(await schedules()).toEqual([]);
    const reply = await talk.asks('R$ 150,00');
    expect(reply).toContain('Agendado');
    expect(reply).toContain('faltam R$ R$ 150,00.');
    expect((await schedules()).map(({ variables }) => variables)).toEqual([{ valor: 'R$ 150,00' }]);
  });

  test.for(['150', '7', 'valor=150', '"agenda cheia"'])('may be “%s”', async answer => {
    await talk.asks(ANA);
    expect(await talk.asks(answer)).toContain('Agendado');
  });

  test.for(['não', 'cancelar', 'Cancela!', '❌'])('is given up by “%s”', async answer => {
    await talk.asks(ANA);
    expect(await talk.asks(answer)).toContain('não fiz nada');
    expect(await schedules()).toEqual([]);
  });

  test.for([
    ['sim', 'Ainda espero'],
    ['👍', 'Ainda espero'],
    ['vlaor=150', 'Não entendi “vlaor=150”'],
    ['agendra amanhã 10h grupo vendas', '*/agendar*'],
    ['Cancelado', '*/cancelar*'],
  ] as const)('is not “%s”: it is asked for again', async ([answer, said]) => {
    await talk.asks(ANA);
    expect(await talk.asks(answer)).toContain(said);
    expect(await schedules()).toEqual([]);
    expect(await talk.asks('150')).toContain('Agendado');
  });

  test.for(['/agenda', 'agenda', 'agendar amanhã 10h grupo vendas modelo bomdia'])(
    'gives way to another command: %s',
    async line => {
      await talk.asks(ANA);
      expect(await talk.asks(line)).toContain('Deixei de lado a pergunta de antes');
      expect((await schedules()).every(({ variables }) => !('valor' in variables))).toBe(true);
    },
  );

  test('is not taken after ten minutes', async () => {
    await talk.asks(ANA);
    talk.clock.advance({ minutes: 11 });
    expect(await talk.asks('150')).toContain('já venceu');
    expect(await schedules()).toEqual([]);
  });
});

test('a value that the text cannot use is asked for again', async () => {
  await talk.asks('/modelo novo parcela Oi, {{primeiro_nome}}: {{moeda valor}} do {{pedido}}.');
  await talk.asks('/agendar amanhã 9h contato Ana Lima modelo parcela');
  const again = await talk.asks('valor=muito pedido=bolo');
  expect(again).toContain('“muito”');
  expect(again).toContain('precisa ainda de *valor*');
  expect(await talk.asks('90')).toContain('Ana: R$ 90,00 do bolo.');
});

describe('several values', () => {
  beforeEach(async () => {
    await talk.asks('/modelo novo boleto {{primeiro_nome}}, são {{valor}} até {{vencimento}}.');
  });

  test('are asked for at once and may come in any order', async () => {
    const question = await talk.asks('/enviar contato Ana Lima modelo boleto');
    expect(question).toContain('precisa de *valor* e *vencimento*');
    expect(question).toContain('valor=… vencimento=…');
    expect(await talk.asks('vencimento="dia 10, à tarde" valor=R$ 90')).toContain('Enviando');
    expect(await texts()).toEqual(['Ana, são R$ 90 até dia 10, à tarde.']);
  });

  test('may come one by one', async () => {
    await talk.asks('/enviar contato Ana Lima modelo boleto');
    const rest = await talk.asks('valor=90');
    expect(rest).toContain('Anotei valor: “90”');
    expect(rest).toContain('precisa ainda de *vencimento*');
    await talk.asks('dia 10');
    expect(await texts()).toEqual(['Ana, são 90 até dia 10.']);
  });

  test('are not guessed from a bare answer', async () => {
    await talk.asks('/enviar contato Ana Lima modelo boleto');
    expect(await talk.asks('90 dia 10')).toContain('Não entendi “90 dia 10”');
    expect(await texts()).toEqual([]);
  });
});

test('the command goes on as if it had been whole: other questions before it and after it', async () => {
  await talk.asks('/modelo novo oferta Hoje {{desconto}}!');
  expect(await talk.asks('/enviar grupo feira modelo oferta')).toContain('Qual deles?');
  expect(await talk.asks('1')).toContain('*desconto*');
  expect(await talk.asks('10%')).toContain('Enviando');
  expect(await talk.asks('/enviar grupos vendas e suporte modelo oferta')).toContain('*desconto*');
  expect(await talk.asks('20%')).toContain('Hoje 20%!');
  await talk.asks('sim');
  expect((await texts()).toSorted()).toEqual(['Hoje 10%!', 'Hoje 20%!', 'Hoje 20%!']);
});

test('relative times count from the command, not from the answer', async () => {
  await talk.asks('/agendar daqui a 20 minutos contato Ana Lima modelo cobranca');
  talk.clock.advance({ minutes: 5 });
  await talk.asks('150');
  expect((await schedules())[0]?.nextRunAt?.toString()).toBe('2026-11-24T13:20:00Z');
});

test('it is told for whom a value is missing, where others have one of their own', async () => {
  await talk.asks('/contato editar Bruno Reis valor=80');
  const question = await talk.asks('/agendar amanhã 9h contatos Ana Lima e Bruno Reis modelo cobranca');
  expect(question).toContain('precisa de *valor*, que falta para Ana Lima.');
  expect(question).toContain('vale para todos');
});

test('an edit asks for what its new template or people need', async () => {
  await talk.asks('/agendar amanhã 9h contato Ana Lima mensagem oi');
  expect(await talk.asks('/editar 1 modelo cobranca')).toContain('*valor*');
  expect(await talk.asks('150')).toContain('faltam R$ 150');
  expect((await schedules())[0]).toMatchObject({ variables: { valor: '150' }, text: null });
});

test('a test of a template asks too', async () => {
  await talk.asks('/testar modelo cobranca');
  await talk.asks('150');
  expect(await texts()).toEqual(['Olá, Olga: faltam R$ 150.']);
});

test('the API asks in the same way, and names no options', async () => {
  const user = { type: 'user', id: 1, name: 'u', role: 'editor', source: 'api' } as const;
  const asked = await talk.chat.runCommand(user, ANA);
  expect(asked).toMatchObject({ ok: true, question: { options: [] }, result: null });
  expect(await talk.chat.runCommand(user, '150')).toMatchObject({ ok: true, result: { schedule: 1 } });
});

test('in the chat with oneself an answer is no note', async () => {
  const mine = { from: OWN_JID.split('@')[0]!, key: { fromMe: true } };
  expect(await talk.says('comprar leite', mine)).toEqual([]);
  expect(await talk.says(ANA, mine)).toEqual([expect.stringContaining('*valor*')]);
  expect(await talk.says('150,00', mine)).toEqual([expect.stringContaining('Agendado')]);
  expect(await talk.says('comprar leite', mine)).toEqual([]);
});
