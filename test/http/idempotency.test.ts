import { expect, test } from 'vitest';
import { IdempotencyKey } from '../../src/db/entities/index.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { testServer } from './test-server.ts';

const ANA = { name: 'Ana', phone: '11987654321' };
const keyed = (key: string) => ({ headers: { 'idempotency-key': key } });

describeEachDatabase('a POST with an Idempotency-Key', create => {
  test('is done once however often it comes, and answers the same', async () => {
    const { request } = await testServer({}, create);
    const first = await request('POST /api/contacts/', ANA, keyed('pedido-1'));
    const again = await request('POST /api/contacts/', ANA, keyed('pedido-1'));
    expect(first.status).toBe(201);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers).toMatchObject({
      ...{ location: first.headers.location, etag: first.headers.etag, 'idempotent-replayed': 'true' },
    });
    expect((await request('GET /api/contacts/')).body.count).toBe(1);
  });

  test('is done once by twenty at the same time', async () => {
    const { request } = await testServer({}, create);
    const message = { text: 'Oi', numbers: ['11987654321'] };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => request('POST /api/messages/', message, keyed('x'))),
    );
    const statuses = new Set(answers.map(answer => answer.status));
    expect([...statuses].every(status => status === 202 || status === 409)).toBe(true);
    expect((await request('GET /api/logs/')).body.count).toBe(1);
    expect((await request('POST /api/messages/', message, keyed('x'))).status).toBe(202);
  });
});

test('the key of another request is refused', async () => {
  const { request } = await testServer();
  await request('POST /api/contacts/', ANA, keyed('k'));
  for (const [line, body] of [
    ['POST /api/contacts/', { ...ANA, name: 'Bia' }],
    ['POST /api/templates/', { name: 'oi', body: 'Oi' }],
  ] as const) {
    const answer = await request(line, body, keyed('k'));
    expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_key_reused' } });
  }
});

test('a refusal keeps nothing: the mended request may use the same key', async () => {
  const { request, database } = await testServer();
  await request('POST /api/contacts/', ANA);
  expect((await request('POST /api/contacts/', ANA, keyed('k'))).status).toBe(409);
  expect(await database.em.count(IdempotencyKey)).toBe(0);
  expect((await request('POST /api/contacts/', { ...ANA, phone: '21987654321' }, keyed('k'))).status).toBe(201);
});

test('a request whose end nobody saw stays refused', async () => {
  const { request, database, user, clock } = await testServer();
  await request('POST /api/contacts/', ANA, keyed('k'));
  await database.em.nativeUpdate(IdempotencyKey, { user: user.id }, { status: null, createdAt: clock.now() });
  const answer = await request('POST /api/contacts/', ANA, keyed('k'));
  expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_unfinished' } });
});

test('after a day the key is free again', async () => {
  const { request, clock } = await testServer();
  await request('POST /api/templates/', { name: 'oi', body: 'Oi' }, keyed('k'));
  clock.advance({ hours: 25 });
  expect((await request('POST /api/contacts/', ANA, keyed('k'))).status).toBe(201);
});

test('a new token is shown once, and is not kept for its key', async () => {
  const { request, database } = await testServer();
  const { body } = await request('POST /api/tokens/', { name: 'site' }, keyed('k'));
  expect(JSON.stringify(await database.em.findAll(IdempotencyKey))).not.toContain(body.token);
  const again = await request('POST /api/tokens/', { name: 'site' }, keyed('k'));
  expect(again).toMatchObject({ status: 409, body: { code: 'answer_not_kept' } });
});

test.for(['', 'com espaço', 'ação', 'x'.repeat(201)])('%j is no key', async key => {
  const { request } = await testServer();
  const answer = await request('POST /api/contacts/', ANA, keyed(key));
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_idempotency_key' } });
});
