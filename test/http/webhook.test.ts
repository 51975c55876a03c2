import { describe, expect, test } from 'vitest';
import { EvolutionConfig } from '../../src/db/entities/index.ts';
import { sha256 } from '../../src/secrets.ts';
import { SECRET, testServer } from './test-server.ts';

const HOOK = 'POST /webhooks/evolution';
const EVENT = { event: 'messages.upsert', instance: 'loja', data: { key: { id: 'A1' } } };
const authentic = { scope: null, headers: { 'x-webhook-secret': SECRET } } as const;
const megabytes = (count: number) => ({ ...EVENT, filler: 'x'.repeat(count * 1024 * 1024) });

describe('the webhook', () => {
  test.for([
    ['POST /webhooks/evolution', null],
    ['POST /webhooks/evolution/', null],
    ['POST /webhooks/evolution/messages-upsert', 'messages-upsert'],
    ['POST /webhooks/evolution/messages-upsert/', 'messages-upsert'],
  ] as const)('%s stores the events of the instance whose secret it carries', async ([line, pathEvent]) => {
    const { request, stored, instance } = await testServer();
    const answer = await request(line, EVENT, authentic);
    expect(answer).toMatchObject({ status: 200, body: { ok: true } });
    expect(stored).toEqual([{ configId: instance.id, body: EVENT, pathEvent }]);
  });

  test.for([
    ['no secret', {}],
    ['an empty secret', { 'x-webhook-secret': '' }],
    ['a wrong secret', { 'x-webhook-secret': 'outro' }],
    ['the hash instead of the secret', { 'x-webhook-secret': sha256(SECRET) }],
    ['an API token instead of the secret', { authorization: 'Token token-admin' }],
  ] as const)('refuses %s with 401 and stores nothing', async ([, headers]) => {
    const { request, stored } = await testServer();
    const answer = await request(HOOK, EVENT, { scope: null, headers });
    expect(answer).toMatchObject({ status: 401, body: { code: 'wrong_secret' } });
    expect(stored).toEqual([]);
  });

  test.for([
    ['an unknown event', { event: 'chats.delete', data: {} }],
    ['an array', []],
    ['a number', 7],
    ['null', null],
  ] as const)('takes %s from the gateway: repeating it would help nobody', async ([, body]) => {
    const { request, stored } = await testServer();
    const headers = { ...authentic.headers, 'content-type': 'application/json' };
    const answer = await request(HOOK, JSON.stringify(body), { scope: null, headers });
    expect(answer.status).toBe(200);
    expect(stored.map(one => one.body)).toEqual([body]);
  });

  test.for([
    ['broken JSON', '{"event": ', 'application/json', 400, 'invalid_json'],
    ['an empty body', '', 'application/json', 400, 'invalid_json'],
    ['a form', 'event=x', 'application/x-www-form-urlencoded', 415, 'unsupported_media_type'],
    ['plain text', 'oi', 'text/plain', 415, 'unsupported_media_type'],
  ] as const)('answers %s with its own status', async ([, payload, type, status, code]) => {
    const { request, stored } = await testServer();
    const answer = await request(HOOK, payload, {
      scope: null,
      headers: { ...authentic.headers, 'content-type': type },
    });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(stored).toEqual([]);
  });

  test('takes 7 MB, refuses 9 MB with 413, and with a wrong secret does not even read them', async () => {
    const { request } = await testServer();
    expect((await request(HOOK, megabytes(7), authentic)).status).toBe(200);
    expect(await request(HOOK, megabytes(9), authentic)).toMatchObject({ status: 413, body: { code: 'too_large' } });
    const wrong = { scope: null, headers: { 'x-webhook-secret': 'outro' } };
    expect((await request(HOOK, megabytes(9), wrong)).status).toBe(401);
  });

  test('the same over a real connection', async () => {
    const { app } = await testServer();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const url = `http://127.0.0.1:${(app.server.address() as { port: number }).port}/webhooks/evolution`;
    const post = async (secret: string, count: number) => {
      const headers = { 'content-type': 'application/json', 'x-webhook-secret': secret };
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(megabytes(count)) });
      await answer.arrayBuffer();
      return answer.status;
    };
    expect(await post('outro', 9)).toBe(401);
    expect(await post(SECRET, 7)).toBe(200);
  });

  test('knows a secret that was replaced until its hour is over', async () => {
    const { request, database, instance, clock } = await testServer();
    const until = clock.now().add({ hours: 1 });
    const change = {
      webhookSecretHash: sha256('novo'),
      previousSecretHash: sha256(SECRET),
      previousSecretUntil: until,
    };
    await database.em.nativeUpdate(EvolutionConfig, { id: instance.id }, change);
    const fresh = { scope: null, headers: { 'x-webhook-secret': 'novo' } };
    expect((await request(HOOK, EVENT, fresh)).status).toBe(200);
    expect((await request(HOOK, EVENT, authentic)).status).toBe(200);
    clock.advance({ minutes: 61 });
    expect((await request(HOOK, EVENT, authentic)).status).toBe(401);
    expect((await request(HOOK, EVENT, fresh)).status).toBe(200);
  });

  test('knows a new secret at once, also right after it has looked', async () => {
    const { request, database, instance } = await testServer();
    expect((await request(HOOK, EVENT, authentic)).status).toBe(200);
    await database.em.nativeUpdate(EvolutionConfig, { id: instance.id }, { webhookSecretHash: sha256('novo') });
    expect((await request(HOOK, EVENT, { scope: null, headers: { 'x-webhook-secret': 'novo' } })).status).toBe(200);
  });

  test('tells instances apart by their secrets', async () => {
    const { request, database, stored, clock } = await testServer();
    const at = clock.now();
    const em = database.em;
    const other = em.create(EvolutionConfig, {
      ...{ name: 'Filial', baseUrl: 'http://127.0.0.1:1', instanceName: 'filial', apiKeyEncrypted: 'x' },
      ...{ webhookSecretHash: sha256('da filial'), createdAt: at, updatedAt: at },
    });
    await em.flush();
    await request(HOOK, EVENT, { scope: null, headers: { 'x-webhook-secret': 'da filial' } });
    expect(stored.map(one => one.configId)).toEqual([other.id]);
  });

  test('answers 503 when the events could not be stored, so that the gateway comes again', async () => {
    const away = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const { request } = await testServer({ storeEvents: () => Promise.reject(away) });
    const answer = await request(HOOK, EVENT, authentic);
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(answer.headers['retry-after']).toBe('5');
  });

  test.for(['GET', 'PUT', 'PATCH', 'DELETE'])('does not know %s', async method => {
    const { request } = await testServer();
    const answer = await request(`${method} /webhooks/evolution`, undefined, authentic);
    expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' }, headers: { allow: 'POST' } });
  });

  test('leaves no secret, key or word of anybody in the log', async () => {
    const { request, log } = await testServer();
    const body = { ...EVENT, apikey: 'chave-da-instancia', data: { message: { conversation: 'palavras de alguem' } } };
    await request(HOOK, body, authentic);
    await request(HOOK, '{"palavras": ', {
      scope: null,
      headers: { ...authentic.headers, 'content-type': 'application/json' },
    });
    await request('POST /webhooks/evolution?token=abc123', body, {
      scope: null,
      headers: { 'x-webhook-secret': 'outro-x' },
    });
    await request('GET /api/contacts/?token=abc123&page=1', undefined, { headers: { apikey: 'chave-da-instancia' } });
    expect(log()).toContain('/webhooks/evolution');
    expect(log()).toContain('page=1');
    for (const secret of [SECRET, 'outro-x', 'chave-da-instancia', 'palavras', 'abc123', 'token-admin']) {
      expect(log()).not.toContain(secret);
    }
  });
});
