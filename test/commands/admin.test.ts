import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Admin } from '../../src/db/entities/index.ts';
import { type Conversation, conversation, EDITOR } from '../chat/conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const admins = async () =>
  (await talk.database.orm.em.fork().find(Admin, {}, { orderBy: { name: 'asc' } })).map(a => a.name);

test('/admin listar names everybody and what each may', async () => {
  expect(await talk.asks('/admin listar')).toContain(
    '(3)\n\n*Edu*: (41) 99001-0002, editor\n*Olga*: (41) 99001-0001, dono\n*Vera*: (41) 99001-0003, leitor',
  );
});

describe('/admin incluir', () => {
  test.for([
    ['/admin incluir 41 98888-7777 Davi Souza dona', 'Davi Souza', 'owner'],
    ['/admin incluir Davi 41 8888-7777 como leitor', 'Davi', 'viewer'],
    ['/admin incluir 41 98888-7777 Davi', 'Davi', 'editor'],
  ] as const)('%s', async ([line, name, role]) => {
    expect(await talk.asks(line)).toContain(`*${name}*, (41) 98888-7777, agora manda comandos`);
    const added = await talk.database.orm.em.fork().findOneOrFail(Admin, { name });
    expect(added).toMatchObject({ role, phone: '+5541988887777' });
  });

  test('and the new one is heard at once', async () => {
    await talk.asks('/admin incluir 41 98888-7777 Davi leitor');
    expect(await talk.asks('/status', { from: '5541988887777' })).toContain('*WhatsApp*');
  });

  test.for([
    ['/admin incluir Davi', 'Faltou o telefone'],
    ['/admin incluir 41 98888-7777', 'Faltou o nome'],
    ['/admin incluir 41 99001-0002 Edu', 'Esse telefone já está autorizado: Edu'],
    ['/admin incluir 41 98888-7777 Davi cidade=Recife', 'Não entendi “cidade”'],
  ])('%s → %s', async ([line, answer]) => {
    expect(await talk.asks(line!)).toContain(answer);
    expect(await admins()).toEqual(['Edu', 'Olga', 'Vera']);
  });
});

describe('/admin remover', () => {
  test.for(['Edu', 'EDU', '41 99001-0002'])('%s, after a yes', async who => {
    expect(await talk.asks(`/admin remover ${who}`)).toContain('Tiro o acesso de *Edu*, (41) 99001-0002 (editor)?');
    expect(await admins()).toContain('Edu');
    expect(await talk.asks('sim')).toBe('✅ *Edu* não manda mais comandos.');
    expect(await admins()).toEqual(['Olga', 'Vera']);
    expect(await talk.says('/status', { from: EDITOR })).toEqual([]);
  });

  test('the last owner stays', async () => {
    expect(await talk.asks('/admin remover Olga')).toContain('É o *seu* acesso');
    expect(await talk.asks('sim')).toContain('Olga é a última com acesso de dono');
    expect(await admins()).toContain('Olga');
  });

  test('of two owners one may go', async () => {
    await talk.asks('/admin incluir 41 98888-7777 Davi dono');
    await talk.asks('/admin remover Olga');
    expect(await talk.asks('sim')).toContain('*Olga* não manda mais comandos');
  });

  test('which one is asked when several share the name', async () => {
    await talk.asks('/admin incluir 41 98888-7777 Edu Lima');
    await talk.asks('/admin incluir 41 98888-6666 Edu Reis');
    expect(await talk.asks('/admin remover Edu L')).toContain('*Edu Lima*');
    await talk.asks('não');
    await talk.asks('/admin remover edu');
    await talk.asks('sim');
    expect(await talk.asks('/admin remover edu')).toContain('*1.* Edu Lima (+5541988887777)');
    expect(await talk.asks('2')).toContain('*Edu Reis*');
    await talk.asks('sim');
    expect(await admins()).toEqual(['Edu Lima', 'Olga', 'Vera']);
  });

  test('nobody is called so', async () => {
    expect(await talk.asks('/admin remover Zé')).toContain('Ninguém autorizado a mandar comandos se chama “Zé”');
  });
});
