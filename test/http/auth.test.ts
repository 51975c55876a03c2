import { describe, expect, test } from 'vitest';
import { User } from '../../src/db/entities/index.ts';
import { ensureFirstUser } from '../../src/http/first-user.ts';
import { hashPassword, verifyPassword } from '../../src/http/passwords.ts';
import { runWork, SYSTEM } from '../../src/scheduling/work.ts';
import { PASSWORD, testServer, tokenOf } from './test-server.ts';

describe('a token', () => {
  test('is given for the right password, opens the API, and ends when it is revoked', async () => {
    const { request, database } = await testServer();
    const login = await request('POST /api-token-auth/', { username: 'dona', password: PASSWORD }, { scope: null });
    expect(login.status).toBe(200);
    const { token } = login.body;
    const headers = { authorization: `Token ${token}` };
    expect((await request('GET /api/contacts/', undefined, { scope: null, headers })).status).toBe(200);
    const stored = await database.em.execute('select * from api_tokens');
    expect(JSON.stringify(stored)).not.toContain(token);
    expect((await request('DELETE /api-token-auth/', undefined, { scope: null, headers })).status).toBe(204);
    expect((await request('GET /api/contacts/', undefined, { scope: null, headers })).status).toBe(401);
  });

  test.for([
    ['no header', undefined],
    ['another scheme', 'Basic ZG9uYTp4'],
    ['a token that was never given', 'Token abc'],
    ['no token after the scheme', 'Token '],
    ['a token with more behind it', 'Token token-admin extra'],
  ] as const)('is asked for: %s is a 401', async ([, authorization]) => {
    const { request } = await testServer();
    const headers: Record<string, string> = authorization ? { authorization } : {};
    const answer = await request('GET /api/contacts/', undefined, { scope: null, headers });
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ detail: expect.stringContaining('token'), code: 'unauthorized' });
    expect(answer.headers['www-authenticate']).toBe('Token');
  });

  test.for(['Token', 'Bearer', 'bearer'])('may come as %s', async scheme => {
    const { request } = await testServer();
    const headers = { authorization: `${scheme} ${tokenOf('read')}` };
    expect((await request('GET /api/contacts/', undefined, { scope: null, headers })).status).toBe(200);
  });

  test('never may more than its user', async () => {
    const { request, database, user } = await testServer();
    await database.em.nativeUpdate(User, { id: user.id }, { scope: 'read' });
    const answer = await request('POST /api/contacts/', { name: 'Ana', phone: '11 98765-4321' }, { scope: 'admin' });
    expect(answer.status).toBe(403);
  });

  test.for([
    ['POST /api/contacts/', 'read', 403],
    ['POST /api/contacts/', 'send', 403],
    ['POST /api/contacts/', 'manage', 400],
    ['POST /api/schedules/', 'read', 403],
    ['POST /api/schedules/', 'send', 400],
    ['POST /api/evolution-configs/', 'manage', 403],
    ['POST /api/evolution-configs/', 'admin', 400],
    ['POST /api/schedules/parse/', 'read', 400],
  ] as const)('%s with scope %s is a %d', async ([line, scope, status]) => {
    const { request } = await testServer();
    const answer = await request(line, {}, { scope });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body.code).toBe('forbidden');
  });

  test.for([
    ['read', 'viewer'],
    ['send', 'editor'],
    ['manage', 'editor'],
    ['admin', 'owner'],
  ] as const)('of scope %s commands as %s', async ([scope, role]) => {
    const { request } = await testServer();
    const answer = await request('POST /api/commands/', { text: '/status' }, { scope });
    expect(answer.body).toEqual({ ok: true, reply: `${role} disse /status`, question: null, result: null });
  });
});

describe('logging in', () => {
  test.for([
    ['a wrong password', { username: 'dona', password: 'outra' }],
    ['a user who does not exist', { username: 'ninguem', password: PASSWORD }],
  ] as const)('with %s is a 401 that says no more than that', async ([, credentials]) => {
    const { request } = await testServer();
    const answer = await request('POST /api-token-auth/', credentials, { scope: null });
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ detail: 'Usuário ou senha incorretos.', code: 'invalid_credentials' });
  });

  test('too often from one address is a 429', async () => {
    const { request } = await testServer();
    const tries = [];
    for (let n = 0; n < 11; n++) {
      tries.push(await request('POST /api-token-auth/', { username: 'dona', password: 'x' }, { scope: null }));
    }
    expect(tries.slice(0, 10).map(answer => answer.status)).toEqual(Array(10).fill(401));
    expect(tries[10]!.status).toBe(429);
    expect(tries[10]!.body.code).toBe('too_many_requests');
    expect(Number(tries[10]!.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('a password', () => {
  test('is hashed with a salt of its own, and read back', async () => {
    const cost = { N: 2 ** 8, r: 8, p: 1 };
    const [one, other] = await Promise.all([hashPassword('segredo', cost), hashPassword('segredo', cost)]);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^scrypt\$256\$8\$1\$/);
    expect(await verifyPassword('segredo', one)).toBe(true);
    expect(await verifyPassword('Segredo', one)).toBe(false);
  });

  test('is the same however its accents are spelt', async () => {
    const hash = await hashPassword('cafe\u0301', { N: 2 ** 8, r: 8, p: 1 });
    expect(await verifyPassword('caf\u00e9', hash)).toBe(true);
  });

  test.for([null, '', 'plain', 'scrypt$256$8$1$c2FsdA$short', 'pbkdf2_sha256$1$a$b'])(
    'never matches %s',
    async stored => {
      expect(await verifyPassword('', stored)).toBe(false);
    },
  );
});

describe('the first user', () => {
  test('is made once, with the password that is shown', async () => {
    const { database, clock, request } = await testServer();
    await database.em.nativeDelete(User, {});
    const deps = {
      ...{ em: database.em, clock, timezone: 'America/Sao_Paulo', alarms: { at() {} } },
      nudges: { fire() {}, send() {}, reply() {} },
    };
    const ensure = (password: string | null) =>
      runWork(deps, SYSTEM, work => ensureFirstUser(work, { username: 'admin', password }));
    const first = await ensure(null);
    expect(first.created).toBe(true);
    expect(await ensure('outra')).toEqual({ created: false, password: null });
    const login = { username: 'admin', password: first.password };
    expect((await request('POST /api-token-auth/', login, { scope: null })).status).toBe(200);
  });
});
