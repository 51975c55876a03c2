import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { describe, expect, test } from 'vitest';
import { createOrm } from '../../src/db/orm.ts';
import { SECRET, testServer } from './test-server.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('what a client did wrong', () => {
  test.for([
    ['broken JSON', 'POST /api/contacts/', '{"name":', JSON_TYPE, 400, 'invalid_json'],
    ['no body', 'POST /api/contacts/', undefined, {}, 400, 'not_an_object'],
    ['a list instead of an object', 'POST /api/contacts/', '[]', JSON_TYPE, 400, 'not_an_object'],
    [
      'a form',
      'POST /api/contacts/',
      'name=x',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported_media_type',
    ],
    ['plain text', 'POST /api/contacts/', 'oi', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    [
      'a body of 2 MB',
      'POST /api/contacts/',
      JSON.stringify({ name: 'x'.repeat(2 ** 21) }),
      JSON_TYPE,
      413,
      'too_large',
    ],
    ['an address that is not there', 'GET /api/nada/', undefined, {}, 404, 'not_found'],
    ['an id that is not there', 'GET /api/contacts/999/', undefined, {}, 404, 'contact_not_found'],
    ['an id that is a word', 'GET /api/contacts/ana/', undefined, {}, 404, 'not_found'],
    ['an id of twenty digits', 'GET /api/contacts/99999999999999999999/', undefined, {}, 404, 'not_found'],
    ['an id of three hundred digits', `GET /api/contacts/${'1'.repeat(300)}/`, undefined, {}, 404, 'not_found'],
    ['an address that is no text', 'GET /api/contacts/%ZZ/', undefined, {}, 404, 'not_found'],
    ['a question about methods', 'OPTIONS /api/contacts/', undefined, {}, 405, 'method_not_allowed'],
    ['a field named like a prototype', 'POST /api/contacts/', '{"constructor":1}', JSON_TYPE, 400, 'invalid'],
    ['a negative id', 'DELETE /api/contacts/-1/', undefined, {}, 404, 'not_found'],
    ['a method of another address', 'DELETE /api/contacts/', undefined, {}, 405, 'method_not_allowed'],
    ['a new log', 'POST /api/logs/', '{}', JSON_TYPE, 405, 'method_not_allowed'],
    ['another log', 'PUT /api/logs/1/', '{}', JSON_TYPE, 405, 'method_not_allowed'],
    ['no log', 'DELETE /api/logs/1/', undefined, {}, 405, 'method_not_allowed'],
    [
      'a tag that was never ours',
      'DELETE /api/contacts/1/',
      undefined,
      { 'if-match': 'qualquer' },
      412,
      'version_conflict',
    ],
    ['a page far behind the end', 'GET /api/contacts/?page=2', undefined, {}, 404, 'not_found'],
    ['a gateway that is away', 'GET /api/evolution-configs/1/state/', undefined, {}, 502, 'gateway_failed'],
  ] as const)('%s', async ([, line, payload, headers, status, code]) => {
    const { request } = await testServer();
    const answer = await request(line, payload, { headers });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|Error:/);
  });

  test.for([
    ['page=0', 'page'],
    ['page=dois', 'page'],
    ['page_size=0', 'page_size'],
    ['ordering=senha', 'ordering'],
    ['ordering=name,--id', 'ordering'],
  ])('?%s is refused on its field', async ([query, field]) => {
    const { request } = await testServer();
    const answer = await request(`GET /api/contacts/?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { [field!]: [expect.any(String)], code: 'invalid' } });
  });

  test('a 405 says what is allowed', async () => {
    const { request } = await testServer();
    expect((await request('DELETE /api/contacts/')).headers.allow).toBe('GET, POST, HEAD');
    expect((await request('POST /api/logs/', {})).headers.allow).toBe('GET, HEAD');
  });

  test('every address works without its last slash', async () => {
    const { request } = await testServer();
    expect((await request('GET /api/contacts')).status).toBe(200);
    expect((await request('GET /api/contacts/999')).body.code).toBe('contact_not_found');
  });
});

describe('what went wrong on our side', () => {
  test('is a sentence and a code, with the trace in the log alone', async () => {
    const { request, log } = await testServer({
      runCommand: () => Promise.reject(new Error('detalhe interno')),
    });
    const answer = await request('POST /api/commands/', { text: '/status' });
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(JSON.stringify(answer.body)).not.toContain('detalhe interno');
    expect(log()).toContain('detalhe interno');
  });

  test('two people who make the same row at once: the second is told so', async () => {
    const { request } = await testServer({
      runCommand: () => Promise.reject(new UniqueConstraintViolationException(new Error('UNIQUE constraint failed'))),
    });
    const answer = await request('POST /api/commands/', { text: '/status' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  test('a database that is away is a 503 on every way in, and nothing is taken for a wrong token', async () => {
    const gone = await createOrm({ kind: 'mysql', host: '127.0.0.1', port: 1, name: 'x', user: 'root', password: '' });
    const { request } = await testServer({
      work: {
        em: gone.em.fork(),
        clock: { now: () => Temporal.Now.instant() },
        timezone: 'America/Sao_Paulo',
        alarms: { at() {} },
        nudges: { fire() {}, send() {}, reply() {} },
      },
    });
    const ways = [
      await request('GET /api/contacts/'),
      await request('POST /api-token-auth/', { username: 'dona', password: 'x' }, { scope: null }),
      await request('POST /webhooks/evolution', {}, { scope: null, headers: { 'x-webhook-secret': SECRET } }),
    ];
    for (const answer of ways) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' }, headers: { 'retry-after': '5' } });
    }
    await gone.close();
  });
});

describe('health', () => {
  test.for([
    [true, 'ok', 200, 'ok'],
    [true, 'connecting', 200, 'degraded'],
    [true, 'down', 200, 'degraded'],
    [false, 'ok', 503, 'unavailable'],
    [false, 'down', 503, 'unavailable'],
  ] as const)('database %s and job store %s: readyz is %d %s', async ([isUp, jobs, code, status]) => {
    const { request } = await testServer({ health: { database: async () => isUp, jobStore: () => jobs } });
    const answer = await request('GET /readyz', undefined, { scope: null });
    expect(answer).toMatchObject({ status: code, body: { status, database: isUp ? 'ok' : 'down', jobs } });
    expect((await request('GET /healthz', undefined, { scope: null })).status).toBe(200);
  });

  test('does not wait for a database that says nothing', async () => {
    const health = { database: () => new Promise<boolean>(() => {}), jobStore: () => 'ok' as const, timeoutMs: 20 };
    const { request } = await testServer({ health });
    expect(await request('GET /readyz', undefined, { scope: null })).toMatchObject({ status: 503 });
  });

  test('is all that a worker serves', async () => {
    const { request } = await testServer({ role: 'worker' });
    expect((await request('GET /healthz', undefined, { scope: null })).status).toBe(200);
    expect((await request('GET /readyz', undefined, { scope: null })).status).toBe(200);
    for (const line of ['GET /api/contacts/', 'POST /webhooks/evolution', 'GET /openapi.json', 'GET /docs/']) {
      expect((await request(line)).status).toBe(404);
    }
  });
});

describe('behind a proxy', () => {
  test.for([
    [true, 'https://loja.exemplo/api/contacts/'],
    [false, 'http://localhost/api/contacts/'],
  ] as const)('trustProxy %s decides whose name is in next and previous', async ([trustProxy, start]) => {
    const { request } = await testServer({ trustProxy });
    for (const n of [1, 2]) await request('POST /api/contacts/', { name: `Ana ${n}`, phone: `+55119876543${n}1` });
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'loja.exemplo', host: 'localhost' };
    const answer = await request('GET /api/contacts/?page_size=1', undefined, { headers });
    expect(answer.body.next.startsWith(start)).toBe(true);
  });

  test('only the named origins may ask from a browser', async () => {
    const { request } = await testServer({ corsOrigins: ['https://painel.exemplo'] });
    const preflight = (origin: string) =>
      request('OPTIONS /api/contacts/', undefined, {
        scope: null,
        headers: {
          origin,
          'access-control-request-method': 'PATCH',
          'access-control-request-headers': 'authorization',
        },
      });
    const allowed = await preflight('https://painel.exemplo');
    expect(allowed.headers['access-control-allow-origin']).toBe('https://painel.exemplo');
    expect(String(allowed.headers['access-control-allow-methods'])).toContain('PATCH');
    expect((await preflight('https://outro.exemplo')).headers['access-control-allow-origin']).toBeUndefined();
  });
});

test.for([['name'], ['phone']])('a null character in %s is refused with a sentence', async ([field]) => {
  const { request } = await testServer();
  const body = { name: 'Ana', phone: '11987654321', [field!]: 'a\0b' };
  const answer = await request('POST /api/contacts/', body);
  expect([answer.status, answer.body.code]).toEqual([400, 'nul_character']);
});
