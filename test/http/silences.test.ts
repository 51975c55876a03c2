import { expect, test } from 'vitest';
import { testServer } from './test-server.ts';

const PATH = '/api/silences/';

test('a silence begins, is listed as the one that holds, and ends', async () => {
  const { request } = await testServer();
  const begun = await request(`POST ${PATH}`, { until: '2026-11-24T18:00:00-03:00', reason: 'luto' });
  expect(begun).toMatchObject({
    status: 201,
    headers: { location: `${PATH}1/` },
    body: { id: 1, until: '2026-11-24T18:00:00-03:00', ended_at: null, reason: 'luto', created_by: 'dona' },
  });
  expect((await request(`GET ${PATH}?active=true`)).body).toMatchObject({ count: 1, results: [begun.body] });
  expect((await request(`DELETE ${PATH}1/`)).status).toBe(204);
  expect((await request(`GET ${PATH}?active=true`)).body.count).toBe(0);
  expect((await request(`GET ${PATH}1/`)).body.ended_at).toBe('2026-11-24T10:00:00-03:00');
  expect(await request(`DELETE ${PATH}1/`)).toMatchObject({ status: 409, body: { code: 'silence_over' } });
});

test('one that is over by its own hour no longer holds', async () => {
  const { request, clock } = await testServer();
  await request(`POST ${PATH}`, { until: '2026-11-24T18:00:00-03:00' });
  await request(`POST ${PATH}`, {}); // without an end
  expect((await request(`GET ${PATH}?active=true`)).body.results).toMatchObject([{ id: 2, until: null }]);
  await request(`POST ${PATH}`, { until: '2026-11-24T12:00:00-03:00' });
  clock.set('2026-11-24T12:00:00-03:00');
  expect((await request(`GET ${PATH}?active=true`)).body.count).toBe(0);
});

test.for([
  [{ until: '2026-11-24T09:00:00-03:00' }, 'until'],
  [{ until: 'amanhã' }, 'until'],
  [{ reason: '' }, 'reason'],
] as const)('%j is refused', async ([body, field]) => {
  const { request } = await testServer();
  const answer = await request(`POST ${PATH}`, body);
  expect(answer.status).toBe(400);
  expect(Object.keys(answer.body)).toContain(field);
});

test('who may only read or send may not begin or end one; an unknown one is not found', async () => {
  const { request } = await testServer();
  expect((await request(`POST ${PATH}`, {}, { scope: 'send' })).status).toBe(403);
  expect((await request(`POST ${PATH}`, {}, { scope: 'manage' })).status).toBe(201);
  expect((await request(`DELETE ${PATH}1/`, undefined, { scope: 'read' })).status).toBe(403);
  expect((await request(`DELETE ${PATH}9/`)).status).toBe(404);
});
