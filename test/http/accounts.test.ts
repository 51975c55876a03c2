import { describe, expect, test } from 'vitest';
import { testServer } from './test-server.ts';

const BIA = { username: 'bia', password: 'outra senha boa', scope: 'manage' };

describe('/api/users/', () => {
  test('a new user logs in with her password, and it is never read back', async () => {
    const { request, database } = await testServer();
    const made = await request('POST /api/users/', BIA);
    expect(made).toMatchObject({ status: 201, body: { username: 'bia', scope: 'manage', version: 1 } });
    expect(made.body).not.toHaveProperty('password');
    const { username, password } = BIA;
    const login = await request('POST /api-token-auth/', { username, password }, { scope: null });
    const headers = { authorization: `Token ${login.body.token}` };
    expect((await request('GET /api/contacts/', undefined, { scope: null, headers })).status).toBe(200);
    expect((await request('GET /api/users/', undefined, { scope: null, headers })).status).toBe(403);
    const stored = await database.em.execute('select * from users');
    const audited = await database.em.execute('select * from audit_entries');
    expect(JSON.stringify([stored, audited])).not.toContain(password);
  });

  test('a changed password ends the old one', async () => {
    const { request } = await testServer();
    const { body } = await request('POST /api/users/', BIA);
    const changed = await request(`PATCH /api/users/${body.id}/`, { password: 'terceira senha' });
    expect(changed).toMatchObject({ status: 200, body: { username: 'bia', scope: 'manage', version: 2 } });
    const login = (password: string) =>
      request('POST /api-token-auth/', { username: 'bia', password }, { scope: null });
    expect((await login(BIA.password)).status).toBe(401);
    expect((await login('terceira senha')).status).toBe(200);
  });

  test('a deleted user takes her tokens with her', async () => {
    const { request } = await testServer();
    const { body: bia } = await request('POST /api/users/', BIA);
    const { body: issued } = await request('POST /api/tokens/', { user: bia.id });
    expect((await request(`DELETE /api/users/${bia.id}/`)).status).toBe(204);
    const headers = { authorization: `Token ${issued.token}` };
    expect((await request('GET /api/contacts/', undefined, { scope: null, headers })).status).toBe(401);
  });

  test.for([
    ['is deleted', 'DELETE', undefined],
    ['may do less', 'PATCH', { scope: 'manage' }],
  ] as const)('the last one who may do everything never %s', async ([, method, body]) => {
    const { request, user } = await testServer();
    const refused = await request(`${method} /api/users/${user.id}/`, body);
    expect(refused).toMatchObject({ status: 409, body: { code: 'last_admin_user' } });
    await request('POST /api/users/', { ...BIA, scope: 'admin' });
    expect((await request(`${method} /api/users/${user.id}/`, body)).status).toBeLessThan(300);
  });

  test.for([
    ['without a password', { username: 'bia' }, 400, 'password'],
    ['with a short password', { ...BIA, password: 'curta' }, 400, 'password'],
    ['with a scope that does not exist', { ...BIA, scope: 'tudo' }, 400, 'scope'],
  ] as const)('refuses one %s', async ([, body, status, field]) => {
    const { request } = await testServer();
    const answer = await request('POST /api/users/', body);
    expect(answer).toMatchObject({ status, body: { [field]: [expect.any(String)], code: 'invalid' } });
  });

  test('refuses a name that is taken', async () => {
    const { request } = await testServer();
    await request('POST /api/users/', BIA);
    expect(await request('POST /api/users/', BIA)).toMatchObject({ status: 409, body: { code: 'user_exists' } });
  });
});

describe('/api/tokens/', () => {
  test('a new token is shown once, opens the API with its scope, and ends when it is revoked', async () => {
    const { request, user, database } = await testServer();
    const made = await request('POST /api/tokens/', { name: 'site', scope: 'send' });
    expect(made).toMatchObject({ status: 201, body: { user: user.id, name: 'site', scope: 'send' } });
    const { token, id } = made.body;
    const headers = { authorization: `Token ${token}` };
    expect((await request('GET /api/contacts/', undefined, { scope: null, headers })).status).toBe(200);
    expect((await request('POST /api/templates/', {}, { scope: null, headers })).status).toBe(403);
    const read = await request(`GET /api/tokens/${id}/`);
    expect(read.body).toMatchObject({ name: 'site', last_used_at: '2026-11-24T10:00:00-03:00' });
    expect(read.body).not.toHaveProperty('token');
    expect(JSON.stringify(await database.em.execute('select * from api_tokens'))).not.toContain(token);
    expect((await request(`DELETE /api/tokens/${id}/`)).status).toBe(204);
    expect((await request('GET /api/contacts/', undefined, { scope: null, headers })).status).toBe(401);
    expect((await request(`DELETE /api/tokens/${id}/`)).status).toBe(404);
  });

  test('lists whose they are', async () => {
    const { request } = await testServer();
    const { body: bia } = await request('POST /api/users/', BIA);
    await request('POST /api/tokens/', { user: bia.id, name: 'caixa' });
    const list = await request(`GET /api/tokens/?user=${bia.id}`);
    expect(list.body).toMatchObject({ count: 1, results: [{ name: 'caixa', scope: 'read' }] });
  });

  test.for([
    ['more than its user may', { scope: 'admin' }, 'scope'],
    ['nobody', { user: 999 }, 'user'],
  ] as const)('refuses a token of %s', async ([, more, field]) => {
    const { request } = await testServer();
    const { body: bia } = await request('POST /api/users/', BIA);
    const answer = await request('POST /api/tokens/', { user: bia.id, ...more });
    expect(answer).toMatchObject({ status: 400, body: { [field]: [expect.any(String)] } });
  });

  test('is for those who may do everything', async () => {
    const { request } = await testServer();
    expect((await request('GET /api/tokens/', undefined, { scope: 'manage' })).status).toBe(403);
    expect((await request('POST /api/tokens/', {}, { scope: 'manage' })).status).toBe(403);
  });
});
