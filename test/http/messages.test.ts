import { expect, test } from 'vitest';
import { Delivery } from '../../src/db/entities/index.ts';
import { testServer } from './test-server.ts';

test('a message goes out now, once to each chat, and each has its log', async () => {
  const server = await testServer();
  const numbers = ['11987654321', '1187654321', '11912345678'];
  const { status, body } = await server.request('POST /api/messages/', { text: 'Chegou!', numbers }, { scope: 'send' });
  expect([status, body.count]).toEqual([202, 2]);
  expect(body.results[0]).toMatchObject({
    ...{ schedule: null, occurrence: null, status: 'queued', text: 'Chegou!' },
    due_at: '2026-11-24T10:00:00-03:00',
  });
  const { id } = body.results[0];
  expect((await server.request(`GET /api/logs/${id}/`)).body).toEqual(body.results[0]);
});

test.for([
  [{ numbers: ['11987654321'] }, { code: 'missing_content' }],
  [{ text: 'Oi' }, { code: 'missing_recipient' }],
  [{ text: 'Oi', groups: [99] }, { groups: [expect.any(String)] }],
  [{ text: 'Oi', numbers: ['11987654321'], when: 'amanhã 9h' }, { when: [expect.any(String)] }],
  [{ text: 'Oi', template: 1, numbers: ['11987654321'] }, { code: 'two_contents' }],
] as const)('%j is refused, and nothing is sent', async ([input, expected]) => {
  const server = await testServer();
  const { status, body } = await server.request('POST /api/messages/', input);
  expect(status).toBe(400);
  expect(body).toMatchObject(expected);
  expect(await server.database.em.count(Delivery)).toBe(0);
});

test('reading is not enough to send', async () => {
  const server = await testServer();
  const input = { text: 'Oi', numbers: ['11987654321'] };
  expect((await server.request('POST /api/messages/', input, { scope: 'read' })).status).toBe(403);
});

test.for([
  [
    { name: 'clientes', kind: 'list' },
    { isBirthday: false, lists: ['clientes'] },
  ],
  [
    { name: 'aniversariantes', kind: 'dynamic', rule: 'birthday' },
    { isBirthday: true, lists: [] },
  ],
] as const)('to %j, where nobody is, it is refused and says so', async ([group, details]) => {
  const server = await testServer();
  const { id } = (await server.request('POST /api/groups/', group)).body;
  const answer = await server.request('POST /api/messages/', { text: 'Oi', groups: [id] });
  expect(answer).toMatchObject({ status: 400, body: { code: 'nobody_there', details } });
});
