import { expect, test } from 'vitest';
import { testServer } from './test-server.ts';

test("the caller's last change is taken back, once", async () => {
  const server = await testServer();
  const input = { frequency: 'daily', time: '09:00', text: 'Oi', numbers: ['11987654321'] };
  const { id } = (await server.request('POST /api/schedules/', input)).body;
  server.clock.advance({ seconds: 1 });
  await server.request(`PATCH /api/schedules/${id}/`, { time: '10:00' });
  server.clock.advance({ seconds: 1 });
  const { status, body } = await server.request('POST /api/undo/', undefined, { scope: 'send' });
  expect([status, body]).toEqual([
    200,
    { undone: [{ action: 'schedule.edit', entity_type: 'schedule', entity_id: id }] },
  ]);
  expect((await server.request(`GET /api/schedules/${id}/`)).body.time).toBe('09:00');
  expect(await server.request('POST /api/undo/')).toMatchObject({ status: 409, body: { code: 'already_undone' } });
});

test('with nothing to take back it is refused, and reading is not enough', async () => {
  const server = await testServer();
  expect(await server.request('POST /api/undo/')).toMatchObject({ status: 409, body: { code: 'nothing_to_undo' } });
  expect((await server.request('POST /api/undo/', undefined, { scope: 'read' })).status).toBe(403);
});

test('a token takes back only what it could have changed', async () => {
  const server = await testServer();
  const { id } = (await server.request('POST /api/templates/', { name: 'promo', body: 'Oi' })).body;
  expect((await server.request('POST /api/undo/', undefined, { scope: 'send' })).status).toBe(403);
  expect((await server.request(`GET /api/templates/${id}/`)).status).toBe(200);
  expect((await server.request('POST /api/undo/', undefined, { scope: 'manage' })).status).toBe(200);
  expect((await server.request(`GET /api/templates/${id}/`)).status).toBe(404);
});
