import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Group } from '../../src/db/entities/index.ts';
import { type Conversation, conversation, VENDAS_JID } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const group = (name: string) => talk.database.orm.em.fork().findOneOrFail(Group, { name });

describe('/grupo apelido', () => {
  test.for(['/grupo apelido Feira Sul: sul', '/grupo apelido "Feira Sul" sul', '/grupo apelido feira sul sul'])(
    '%s',
    async line => {
      expect(await talk.asks(line)).toContain('O grupo *Feira Sul* também atende por sul.');
      expect(await talk.asks('/agendar amanhã 9h grupo sul mensagem Oi')).toContain('grupo Feira Sul');
    },
  );

  test('“aqui” is the group where it is written', async () => {
    await talk.says('/grupo apelido aqui: loja', { group: VENDAS_JID });
    expect((await group('Vendas')).aliases).toEqual(['loja']);
    expect(await talk.asks('/grupo apelido aqui: outro')).toContain('só vale dentro de um grupo');
  });

  test('the same again changes nothing; one that another group has is refused', async () => {
    await talk.asks('/grupo apelido Feira Sul: sul');
    await talk.asks('/grupo apelido Feira Sul: SUL');
    expect((await group('Feira Sul')).aliases).toEqual(['sul']);
    expect(await talk.asks('/grupo apelido Feira Norte: Sul')).toContain('Outro grupo já atende por “Sul”: Feira Sul');
  });

  test('which one is asked when several share the words', async () => {
    expect(await talk.asks('/grupo apelido feira: f')).toContain('Mais de um grupo combina com “feira”');
    expect(await talk.asks('2')).toContain('O grupo *Feira Sul* também atende por f.');
  });

  test('without a name says how it is written', async () => {
    expect(await talk.asks('/grupo apelido vendas')).toContain('Faltou o nome');
  });
});

describe('lists of contacts', () => {
  test('are made, filled, shown and emptied', async () => {
    expect(await talk.asks('/grupo lista clientes vip: Ana Lima e Bruno Reis')).toContain(
      'A lista *clientes vip* está pronta, com 2 pessoas.',
    );
    expect(await talk.asks('/grupo remover Bruno Reis de clientes vip')).toContain('fora da lista');
    expect(await talk.asks('/grupo lista Clientes VIP')).toBe(
      '*Lista clientes vip* (1 pessoa)\n\n• Ana Lima: (41) 99111-0001',
    );
    expect(await talk.asks('/grupo incluir 41 9111-0002 em clientes vip')).toContain('Bruno Reis: agora na lista');
    expect(await talk.asks('/grupo incluir clientes vip: "Bruno Reis"')).toContain('nada mudou');
    expect((await group('clientes vip')).membersCount).toBe(2);
  });

  test('reach each of their people once', async () => {
    await talk.asks('/grupo lista clientes: Ana Lima, Ana Lima, Bruno Reis');
    expect(await talk.asks('/agendar amanhã 9h grupo clientes mensagem Oi')).toContain('2 conversas');
  });

  test('names that nobody has are told all at once, and nothing is made', async () => {
    const reply = await talk.asks('/grupo lista clientes: Zuleide, Ana Lima, Xisto');
    expect(reply).toContain('Não achei o contato “Zuleide”');
    expect(reply).toContain('Não achei o contato “Xisto”');
    expect(await talk.database.orm.em.fork().count(Group, { kind: 'list' })).toBe(0);
  });

  test('two typos are asked about one after the other', async () => {
    expect(await talk.asks('/grupo lista clientes: Ana Lmia, Bruno Ries')).toContain('É *Ana Lima*?');
    expect(await talk.asks('sim')).toContain('É *Bruno Reis*?');
    expect(await talk.asks('sim')).toContain('com 2 pessoas');
  });

  test('are not WhatsApp’s groups', async () => {
    expect(await talk.asks('/grupo incluir Ana Lima em vendas')).toContain('não é uma lista de contatos');
    expect(await talk.asks('/grupo lista vendas')).toContain('Outro grupo já atende por “vendas”');
  });
});
