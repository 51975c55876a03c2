import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Contact } from '../../src/db/entities/index.ts';
import { type Conversation, conversation } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const contacts = () => talk.database.orm.em.fork().find(Contact, {}, { orderBy: { id: 'asc' } });
const named = async (name: string) => (await contacts()).find(contact => contact.name === name);

describe('/contato novo', () => {
  test('keeps phone, variables and birthday as typed, and shows them', async () => {
    const reply = await talk.asks('/contato novo Davi Souza 41 9876-5432 cidade=Curitiba nascimento 12/03/1990');
    expect(reply).toContain(
      '*Davi Souza* está nos contatos:\n(41) 99876-5432\n*Nascimento:* 12/03/1990\n*cidade:* Curitiba',
    );
    expect(await named('Davi Souza')).toMatchObject({
      ...{ phone: '+5541998765432', birthDate: '1990-03-12', variables: { cidade: 'Curitiba' } },
    });
  });

  test.for([
    ['/contato novo Davi', 'Faltou o telefone'],
    ['/contato novo 41 99876-5432', 'Faltou o nome'],
    ['/contato novo Davi 9876-5432', 'Faltou o DDD'],
    ['/contato novo Davi 41 99876-5432 celular 41 99876-0000', 'Não entendi “41 99876-5432”'],
    ['/contato novo Davi 41 99111-0001', 'já é de Ana Lima'],
    ['/contato novo Davi 41 99876-5432 nascimento 12/13/1990', 'Não entendi a data de nascimento “12/13/1990”'],
  ])('%s → %s', async ([line, answer]) => {
    expect(await talk.asks(line!)).toContain(answer);
    expect(await contacts()).toHaveLength(2);
  });
});

describe('/contato ver', () => {
  test.for(['Ana Lima', 'ANA LIMA', '41 99111-0001', '41 9111-0001'])('finds %s', async who => {
    expect(await talk.asks(`/contato ver ${who}`)).toBe('*Ana Lima*\n(41) 99111-0001');
  });

  test('asks about a typo, and shows the contact after a yes', async () => {
    expect(await talk.asks('/contato ver Ana Lmia')).toContain('É *Ana Lima*?');
    expect(await talk.asks('sim')).toContain('(41) 99111-0001');
  });

  test('lets choose among several by number', async () => {
    await talk.asks('/contato novo Ana Dias 41 99111-0009');
    expect(await talk.asks('/contato ver ana')).toContain('*1.* Ana Dias\n*2.* Ana Lima');
    expect(await talk.asks('2')).toContain('*Ana Lima*');
  });

  test('tells who asked to stop', async () => {
    await talk.asks('SAIR', { from: '5541991110001' });
    expect(await talk.asks('/contato ver Ana Lima')).toContain(
      '🚫 Pediu para não receber mensagens (ter 24/11 às 10:00)',
    );
  });

  test('nobody is called so', async () => {
    expect(await talk.asks('/contato ver Zuleide')).toContain('Não achei o contato “Zuleide”');
  });
});

describe('/contato editar', () => {
  test('changes what was said and leaves the rest', async () => {
    await talk.asks('/contato editar Ana Lima cidade=Recife bairro=Centro');
    const reply = await talk.asks('/contato editar Ana Lima nome Ana Maria telefone 41 99111-7777 bairro=');
    expect(reply).toContain('*Ana Maria* agora está assim:\n(41) 99111-7777\n*cidade:* Recife');
    expect(await named('Ana Maria')).toMatchObject({ phone: '+5541991117777', variables: { cidade: 'Recife' } });
  });

  test('finds the contact by phone', async () => {
    await talk.asks('/contato editar 41 99111-0001 nascimento 01/02/1980');
    expect(await named('Ana Lima')).toMatchObject({ phone: '+5541991110001', birthDate: '1980-02-01' });
  });

  test('without a change says what is missing', async () => {
    expect(await talk.asks('/contato editar Ana Lima')).toContain('Faltou dizer o que muda');
  });
});

describe('/contato apagar', () => {
  test('asks, and deletes after a yes', async () => {
    expect(await talk.asks('/contato apagar Bruno Reis')).toContain('Apago o contato *Bruno Reis*, (41) 99111-0002?');
    expect(await named('Bruno Reis')).toBeDefined();
    expect(await talk.asks('sim')).toContain('foi apagado');
    expect(await named('Bruno Reis')).toBeUndefined();
  });

  test('a typo is settled before it is confirmed', async () => {
    expect(await talk.asks('/contato apagar Bruno Ries')).toContain('É *Bruno Reis*?');
    expect(await talk.asks('sim')).toContain('Apago o contato *Bruno Reis*');
    expect(await talk.asks('não')).toContain('não fiz nada');
    expect(await named('Bruno Reis')).toBeDefined();
  });

  test('one that changed in between is not deleted', async () => {
    await talk.asks('/contato apagar Bruno Reis');
    await talk.database.orm.em.fork().nativeUpdate(Contact, { name: 'Bruno Reis' }, { version: 2 });
    expect(await talk.asks('sim')).toContain('Alguém mudou isto');
  });

  test('one that a schedule needs stays', async () => {
    await talk.asks('/agendar amanhã 9h contato Bruno Reis mensagem Oi');
    await talk.asks('/contato apagar Bruno Reis');
    expect(await talk.asks('sim')).toContain('Ainda é usado pelo agendamento nº 1');
  });
});

test('/contatos lists by name, and finds by name and by digits', async () => {
  expect(await talk.asks('/contatos')).toContain('*Contatos* (2)\n\n*Ana Lima*: (41) 99111-0001\n*Bruno Reis*:');
  expect(await talk.asks('/contatos 0002')).toContain('com “0002” (1)\n\n*Bruno Reis*');
  expect(await talk.asks('/contatos xyz')).toContain('Nenhum contato com “xyz”');
});
