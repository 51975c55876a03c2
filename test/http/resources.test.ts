import { describe, expect, test } from 'vitest';
import { Suppression } from '../../src/db/entities/index.ts';
import { type TestServer, testServer } from './test-server.ts';

const ANA = { name: 'Ana Souza', phone: '(11) 8765-4321', variables: { plano: 'ouro' }, birth_date: '1990-02-28' };

/** For each collection: a body to create, a change, and what must hold after it. */
const COLLECTIONS = [
  ['contacts', ANA, { name: 'Ana Lima' }],
  ['groups', { name: 'Clientes', kind: 'list', aliases: ['lista'] }, { name: 'Fregueses' }],
  ['templates', { name: 'boasvindas', body: 'Oi, {{nome}}!' }, { body: 'Olá, {{nome}}!' }],
  [
    'evolution-configs',
    { name: 'Filial', base_url: 'http://evo:8080/', instance_name: 'filial', api_key: 'chave' },
    { pace: 'conservador' },
  ],
] as const;

describe.for(COLLECTIONS)('/api/%s/', ([name, body, change]) => {
  const path = `/api/${name}/`;

  test('creates, lists, reads, changes, replaces and deletes', async () => {
    const { request } = await testServer();
    const before = (await request(`GET ${path}`)).body.count;
    const made = await request(`POST ${path}`, body);
    expect(made.status).toBe(201);
    const item = `${path}${made.body.id}/`;
    expect(made.headers).toMatchObject({ location: item, etag: '"1"' });
    expect((await request(`GET ${path}`)).body.count).toBe(before + 1);
    expect((await request(`GET ${item}`)).body).toEqual(made.body);
    const changed = await request(`PATCH ${item}`, change);
    expect(changed).toMatchObject({ status: 200, body: { ...change, version: 2 }, headers: { etag: '"2"' } });
    const back = await request(`PUT ${item}`, made.body);
    expect(back.status).toBe(200);
    const { version, updated_at, ...first } = made.body;
    expect(back.body).toMatchObject({ ...first, version: 3 });
    expect((await request(`DELETE ${item}`)).status).toBe(204);
    expect((await request(`GET ${item}`)).status).toBe(404);
    expect((await request(`DELETE ${item}`)).status).toBe(404);
  });

  test('takes changes of the version that was read, and no other', async () => {
    const { request } = await testServer();
    const item = `${path}${(await request(`POST ${path}`, body)).body.id}/`;
    const ifMatch = (version: string) => ({ headers: { 'if-match': version } });
    expect((await request(`PATCH ${item}`, change, ifMatch('"1"'))).status).toBe(200);
    const late = await request(`PATCH ${item}`, change, ifMatch('"1"'));
    expect(late).toMatchObject({ status: 412, body: { code: 'version_conflict' } });
    expect((await request(`PUT ${item}`, body, ifMatch('"1"'))).status).toBe(412);
    expect((await request(`DELETE ${item}`, undefined, ifMatch('W/"1"'))).status).toBe(412);
    expect((await request(`DELETE ${item}`, undefined, ifMatch('"2"'))).status).toBe(204);
  });

  test('refuses a field that does not exist, and one that is missing, by name', async () => {
    const { request } = await testServer();
    const unknown = await request(`POST ${path}`, { ...body, nomee: 'x' });
    expect(unknown).toMatchObject({ status: 400, body: { nomee: ['Este campo não existe.'], code: 'invalid' } });
    const missing = await request(`POST ${path}`, { ...body, name: undefined });
    expect(missing).toMatchObject({ status: 400, body: { name: ['Este campo é obrigatório.'], code: 'invalid' } });
  });
});

describe('a list', () => {
  const phones = ['11987654321', '11987654322', '21987654323'];
  async function withContacts(): Promise<TestServer> {
    const server = await testServer();
    for (const [index, name] of ['Bruno', 'Ágata', 'Zé da Silva'].entries()) {
      await server.request('POST /api/contacts/', { name, phone: phones[index] });
    }
    return server;
  }

  test.for([
    ['search=agata', ['Ágata']],
    ['search=ÁGATA', ['Ágata']],
    ['search=ze%20da', ['Zé da Silva']],
    ['search=4323', ['Zé da Silva']],
    ['search=%25', []],
    ['ordering=-name', ['Zé da Silva', 'Bruno', 'Ágata']],
    ['ordering=name,-id', ['Ágata', 'Bruno', 'Zé da Silva']],
    ['ordering=id&page_size=2&page=2', ['Zé da Silva']],
  ] as const)('?%s', async ([query, names]) => {
    const { request } = await withContacts();
    const { body } = await request(`GET /api/contacts/?${query}`);
    expect(body.results.map((one: { name: string }) => one.name)).toEqual(names);
  });

  test('leads from page to page by absolute addresses that keep the question', async () => {
    const { request } = await withContacts();
    const first = (await request('GET /api/contacts/?page_size=2&ordering=id')).body;
    expect(first).toMatchObject({ count: 3, previous: null });
    const { pathname, search, origin } = new URL(first.next);
    expect(origin).toMatch(/^http:\/\/localhost/);
    const second = (await request(`GET ${pathname}${search}`)).body;
    expect(second).toMatchObject({ count: 3, next: null, results: [{ name: 'Zé da Silva' }] });
    expect(second.previous).toContain('page=1');
    expect(second.previous).toContain('ordering=id');
  });

  test('has at most 200 rows a page, and one page when it is empty', async () => {
    const { request } = await testServer();
    expect((await request('GET /api/contacts/?page_size=5000')).body).toEqual({
      ...{ count: 0, next: null, previous: null, results: [] },
    });
  });
});

describe('a contact', () => {
  test('has its phone in E.164 with the ninth digit, and is not made twice', async () => {
    const { request } = await testServer();
    const made = await request('POST /api/contacts/', ANA);
    expect(made.body).toMatchObject({
      ...{ phone: '+5511987654321', birth_date: '1990-02-28', opted_out_at: null, on_whatsapp: null, consent: null },
      created_at: '2026-11-24T10:00:00-03:00',
    });
    const twice = await request('POST /api/contacts/', { name: 'Outra', phone: '+55 11 98765-4321' });
    expect(twice).toMatchObject({ status: 409, body: { code: 'contact_exists' } });
  });

  test.for([
    ['phone', '8765-4321'],
    ['phone', 'abc'],
    ['birth_date', '1990-02-30'],
    ['birth_date', '28/02/1990'],
    ['variables', { plano: 7 }],
    ['consent', { source: 'balcão' }],
    ['name', ''],
    ['name', 'x'.repeat(201)],
  ] as const)('is refused for its %s: %s', async ([field, value]) => {
    const { request } = await testServer();
    const answer = await request('POST /api/contacts/', { ...ANA, [field]: value });
    expect(answer).toMatchObject({ status: 400, body: { [field]: [expect.any(String)], code: 'invalid' } });
  });

  test('says since when it wants nothing', async () => {
    const { request, database, clock } = await testServer();
    const made = await request('POST /api/contacts/', ANA);
    const stop = { phone: '+551187654321', phoneKey: '+5511987654321', source: 'SAIR', createdAt: clock.now() };
    await database.em.insert(Suppression, stop);
    const read = await request(`GET /api/contacts/${made.body.id}/`);
    expect(read.body.opted_out_at).toBe('2026-11-24T10:00:00-03:00');
  });
});

describe('a group', () => {
  test('of contacts has their ids, and refuses one that is not there on its field', async () => {
    const { request } = await testServer();
    const ana = (await request('POST /api/contacts/', ANA)).body.id;
    const made = await request('POST /api/groups/', { name: 'Clientes', contacts: [ana] });
    expect(made).toMatchObject({ status: 201, body: { kind: 'list', contacts: [ana], members_count: 1, jid: null } });
    const listed = await request('GET /api/groups/?kind=list');
    expect(listed.body.results).toEqual([made.body]);
    const wrong = await request('POST /api/groups/', { name: 'Outra', contacts: [999] });
    expect(wrong).toMatchObject({ status: 400, body: { contacts: [expect.any(String)] } });
  });

  test.for([
    [{ name: 'x', kind: 'whatsapp' }, 'jid'],
    [{ name: 'x', kind: 'dynamic' }, 'rule'],
    [{ name: 'x', kind: 'dynamic', rule: 'lua cheia' }, 'rule'],
    [{ name: 'x', kind: 'canal' }, 'kind'],
    [{ name: 'x', kind: 'whatsapp', jid: '5511987654321@s.whatsapp.net' }, 'jid'],
    [{ name: 'x', kind: 'whatsapp', jid: '1@g.us', evolution_config: 999 }, 'evolution_config'],
  ] as const)('%j is refused for its %s', async ([body, field]) => {
    const { request } = await testServer();
    expect(await request('POST /api/groups/', body)).toMatchObject({
      status: 400,
      body: { [field]: [expect.any(String)] },
    });
  });

  test('are read from the gateway of the default instance, or of the one that is named', async () => {
    const { request, instance } = await testServer();
    expect((await request('POST /api/groups/sync/')).body).toEqual({ count: instance.id * 10 });
    expect((await request('POST /api/groups/sync/', { evolution_config: 7 })).body).toEqual({ count: 70 });
  });
});

describe('a template', () => {
  test('tells its variables and renders for a contact', async () => {
    const { request } = await testServer();
    const ana = (await request('POST /api/contacts/', ANA)).body.id;
    const made = await request('POST /api/templates/', { name: 'oferta', body: 'Oi, {{primeiro_nome}}: {{produto}}' });
    expect(made.body.variables).toEqual(['primeiro_nome', 'produto']);
    const render = `POST /api/templates/${made.body.id}/render/`;
    const full = await request(render, { contact: ana, variables: { produto: 'bolo' } }, { scope: 'read' });
    expect(full).toMatchObject({ status: 200, body: { text: 'Oi, Ana: bolo' } });
    const lacking = await request(render, { contact: ana });
    expect(lacking).toMatchObject({
      status: 400,
      body: { code: 'missing_variables', details: { names: ['produto'] } },
    });
    const nobody = await request(render, { contact: 999 });
    expect(nobody).toMatchObject({ status: 400, body: { contact: [expect.any(String)] } });
    const draft = await request('POST /api/templates/preview/', { body: 'Tudo {{como}}?', variables: { como: 'bem' } });
    expect(draft.body).toEqual({ text: 'Tudo bem?', variables: ['como'] });
  });

  test.for([
    [{ name: 'duas palavras', body: 'x' }, 400],
    [{ name: 'Boasvindas', body: 'x' }, 409],
    [{ name: 'aberta', body: '{{#if' }, 400],
    [{ name: 'vazia', body: '' }, 400],
    [{ name: 'perigosa', body: '{{constructor.constructor}}' }, 400],
  ] as const)('%j is refused', async ([body, status]) => {
    const { request } = await testServer();
    await request('POST /api/templates/', { name: 'boasvindas', body: 'Oi' });
    expect((await request('POST /api/templates/', body)).status).toBe(status);
  });
});

describe('an instance', () => {
  const FILIAL = { name: 'Filial', base_url: 'http://evo:8080', instance_name: 'filial', api_key: 'chave-secreta' };

  test('never shows its key, and keeps it sealed', async () => {
    const { request, database } = await testServer();
    const made = await request('POST /api/evolution-configs/', FILIAL);
    expect(made.body).not.toHaveProperty('api_key');
    const [row] = await database.em.execute<{ api_key_encrypted: string }[]>(
      "select api_key_encrypted from evolution_configs where instance_name = 'filial'",
    );
    expect(row!.api_key_encrypted).toMatch(/^v1\./);
    const everything = JSON.stringify([made, await request('GET /api/evolution-configs/')]);
    expect(everything).not.toContain('chave-secreta');
    expect(everything).not.toContain(row!.api_key_encrypted);
  });

  test('is the only default when it is made one', async () => {
    const { request } = await testServer();
    const made = await request('POST /api/evolution-configs/', { ...FILIAL, is_default: true });
    const { results } = (await request('GET /api/evolution-configs/')).body;
    const defaults = results.filter((one: { is_default: boolean }) => one.is_default);
    expect(defaults.map((one: { id: number }) => one.id)).toEqual([made.body.id]);
  });

  test('gets a webhook secret of its own, which its events are known by', async () => {
    const { request, stored } = await testServer();
    const made = await request('POST /api/evolution-configs/', FILIAL);
    const headers = { 'x-webhook-secret': `segredo ${made.body.id}` };
    expect((await request('POST /webhooks/evolution', {}, { scope: null, headers })).status).toBe(200);
    expect(stored.map(one => one.configId)).toEqual([made.body.id]);
  });

  test.for([
    ['api_key', undefined],
    ['base_url', 'evo:8080'],
    ['base_url', 'ftp://evo'],
    ['pace', 'rapido'],
    ['quiet_hours', { from: '25:00', to: '07:00' }],
  ] as const)('is refused for its %s: %s', async ([field, value]) => {
    const { request } = await testServer();
    const answer = await request('POST /api/evolution-configs/', { ...FILIAL, [field]: value });
    expect(answer).toMatchObject({ status: 400, body: { [field]: [expect.any(String)], code: 'invalid' } });
  });
});
