import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Delivery, Occurrence } from '../../src/db/entities/index.ts';
import { type Conversation, conversation, EDITOR } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const sent = async () =>
  (await talk.database.em.find(Delivery, {}, { orderBy: { id: 'asc' } })).map(({ jid, text }) => [jid, text]);

describe('a schedule', () => {
  test('is sent to the admin who asks, as its first chat would get it on its day', async () => {
    await talk.asks(
      '/agendar toda sexta 9h contato Ana Lima, Bruno Reis mensagem Oi, {{primeiro_nome}}: é {{dia_semana}}.',
    );
    expect(await talk.asks('/testar 1', { from: EDITOR })).toContain('como sairia para Ana Lima');
    expect(await sent()).toEqual([[EDITOR, 'Oi, Ana: é sexta-feira.']]);
  });

  test('goes on as it was', async () => {
    await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia');
    await talk.asks('/testar 1');
    const rows = await talk.database.em.find(Occurrence, {});
    expect(rows.map(({ status }) => status)).toEqual(['planned']);
    expect(await talk.database.em.count(Delivery, { schedule: { $ne: null } })).toBe(0);
  });
});

test('in a silence it says that it waits for its end', async () => {
  await talk.asks('/silencio até 18h');
  const reply = await talk.asks('/testar modelo bomdia');
  expect(reply).toContain('Guardei só para você');
  expect(reply).toContain('Há silêncio até ter 24/11 às 18:00');
});

describe('a template', () => {
  test('speaks to the admin, with the values that she gives', async () => {
    expect(await talk.asks('/testar modelo cobranca valor=150')).toContain('o modelo *cobranca*');
    expect((await sent())[0]?.[1]).toBe('Olá, Olga: faltam R$ 150.');
  });
});

describe('refused', () => {
  test.for([
    ['/testar', 'Faltou o número'],
    ['/testar 9', 'Não existe agendamento nº 9'],
    ['/testar modelo', 'Faltou o nome'],
    ['/testar modelo bomdai', '*bomdia*'],
    ['/testar modelo bomdia banana', '“banana”'],
    ['/testar modelo bomdia amanhã 9h', 'Não entendi'],
  ] as const)('%s', async ([line, expected]) => {
    expect(await talk.asks(line)).toContain(expected);
    expect(await sent()).toEqual([]);
  });
});
