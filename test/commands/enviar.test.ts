import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Delivery, Schedule } from '../../src/db/entities/index.ts';
import { type Conversation, conversation, VENDAS_JID } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const deliveries = () => talk.database.em.find(Delivery, {}, { orderBy: { id: 'asc' } });

test('one conversation gets it at once, and there is no schedule', async () => {
  const reply = await talk.asks('/enviar grupo vendas mensagem A loja abre às 10h');
  expect(reply).toContain('Enviando agora');
  expect(reply).toContain('grupo Vendas');
  expect(reply).toContain('“A loja abre às 10h”');
  const [delivery, ...more] = await deliveries();
  expect(more).toEqual([]);
  expect(delivery).toMatchObject({ jid: VENDAS_JID, text: 'A loja abre às 10h', status: 'queued' });
  expect(delivery?.dueAt.toString()).toBe('2026-11-24T13:00:00Z');
  expect(await talk.database.em.count(Schedule)).toBe(0);
});

test('the parts come in any order, “agora” is no hour, and options count', async () => {
  await talk.asks('/enviar agora modelo bomdia marcar todos para o grupo suporte');
  expect(await deliveries()).toMatchObject([{ recipientName: 'Suporte', mentionAll: true }]);
});

describe('more than one conversation', () => {
  const line = '/enviar grupos vendas e suporte mensagem Reunião!';

  test('is asked about first', async () => {
    const question = await talk.asks(line);
    expect(question).toContain('Envio agora?');
    expect(question).toContain('para mais de uma conversa');
    expect(await deliveries()).toEqual([]);
    expect(await talk.asks('sim')).toContain('Enviando agora');
    expect((await deliveries()).map(({ recipientName }) => recipientName)).toEqual(['Vendas', 'Suporte']);
  });

  test('is not sent after a no', async () => {
    await talk.asks(line);
    await talk.asks('não');
    expect(await deliveries()).toEqual([]);
  });
});

test('a name that several share is asked about, and the words are kept', async () => {
  expect(await talk.asks('/enviar grupo feira mensagem Até já')).toContain('*1.*');
  expect(await talk.asks('2')).toContain('“Até já”');
  expect(await deliveries()).toHaveLength(1);
});

test('a name that is only nearly one is asked about', async () => {
  expect(await talk.asks('/enviar grupo vnedas mensagem oi')).toContain('não é o nome exato');
});

describe('who asked to stop', () => {
  const stop = (from: string) => talk.says('SAIR', { from });

  test('gets nothing, and no row, when nobody else is written to', async () => {
    await stop('5541991110001');
    expect(await talk.asks('/enviar contato Ana Lima mensagem oi')).toContain('por isso não enviei');
    expect(await deliveries()).toEqual([]);
  });

  test('is named before the others are written to', async () => {
    await stop('5541991110001');
    const line = '/enviar contatos Ana Lima e Bruno Reis mensagem oi';
    expect(await talk.asks(line)).toContain('Ana Lima pediu para não receber mensagens: fica de fora');
    await talk.asks('sim');
    expect((await deliveries()).map(({ status }) => status)).toEqual(['skipped', 'queued']);
  });
});

test('a group that is called like a time has to be quoted, and the line to copy has it so', async () => {
  await talk.database.em
    .getConnection()
    .execute(
      `update recipient_groups set name_key = 'feira de sabado', name = 'Feira de Sábado' where name = 'Feira Sul'`,
    );
  const reply = await talk.asks('/enviar grupo feira de sábado mensagem oi');
  expect(reply).toContain('*Feira de Sábado*, escreva entre aspas');
  expect(await talk.asks(reply.split('\n').at(-1)!)).toContain('Enviando');
  const line = (await talk.asks('/agendar sábado 8h grupo Feira de Sabado mensagem oi')).split('\n').at(-1)!;
  expect(line).toBe('/agendar sábado 8h grupo "Feira de Sabado" mensagem oi');
  expect(await talk.asks(line)).toContain('Agendado');
});

describe('refused', () => {
  test.for([
    ['amanhã 9h grupo vendas mensagem oi', ['*/agendar*', '/agendar amanhã 9h grupo vendas mensagem oi']],
    ['hoje 7h grupo vendas mensagem oi', ['*/agendar*', '/agendar DD/MM 7h grupo vendas mensagem oi']],
    ['grupo vendas', ['o que enviar', '/enviar grupo vendas mensagem TEXTO']],
    ['mensagem oi', ['para quem', '/enviar grupo NOME mensagem oi']],
    ['grupo vendas modelo bomdai', ['“bomdai”', '/enviar grupo vendas modelo bomdia']],
    ['grupo vendas modelo bomdia blargh', ['“blargh”']],
    ['', ['para quem', 'o que enviar']],
  ] as const)('“%s”', async ([words, expected]) => {
    const reply = await talk.asks(`/enviar ${words}`);
    for (const part of expected) expect(reply).toContain(part);
    expect(reply).not.toContain('Faltou dizer quando');
    expect(await deliveries()).toEqual([]);
  });
});
