import { beforeEach, expect, test } from 'vitest';
import { Occurrence } from '../../src/db/entities/index.ts';
import { type TestServer, testServer } from './test-server.ts';

let server: TestServer;
let path: string;
beforeEach(async () => {
  server = await testServer();
  const input = { frequency: 'daily', time: '09:00', text: 'Dia {{data}}', numbers: ['11987654321'] };
  const { id } = (await server.request('POST /api/schedules/', input)).body;
  path = `POST /api/schedules/${id}/backfill/`;
  server.clock.set('2026-11-27T12:00:00-03:00');
  const em = server.database.em;
  for (const day of ['25', '26']) {
    const plannedAt = Temporal.Instant.from(`2026-11-${day}T09:00-03:00`);
    await em.nativeDelete(Occurrence, { schedule: id, plannedAt });
    em.create(Occurrence, { schedule: id, plannedAt, dueAt: plannedAt, status: 'missed', reason: 'too_late' });
  }
  await em.flush();
});
const WEEK = { from: '2026-11-24T00:00:00-03:00', to: '2026-12-01T00:00:00-03:00' };

test('it only tells what would go out, unless it is told to send', async () => {
  const told = await server.request(path, WEEK);
  expect(told).toMatchObject({
    status: 200,
    body: {
      dry_run: true,
      instants: ['2026-11-25T09:00:00-03:00', '2026-11-26T09:00:00-03:00'],
      messages: 2,
      texts: [{ text: 'Dia 25/11/2026' }],
      occurrences: [],
    },
  });
  expect((await server.request('GET /api/logs/')).body.count).toBe(0);

  const sent = await server.request(path, { ...WEEK, dry_run: false });
  expect(sent.body).toMatchObject({ dry_run: false, occurrences: [expect.any(Number), expect.any(Number)] });
  const logs = (await server.request('GET /api/logs/?ordering=id')).body.results;
  expect(logs.map((row: { text: string }) => row.text)).toEqual(['Dia 25/11/2026', 'Dia 26/11/2026']);
  expect(await server.request(path, WEEK)).toMatchObject({ status: 409, body: { code: 'nothing_to_backfill' } });
});

test.for([
  [{}, 400, 'invalid'],
  [{ ...WEEK, to: WEEK.from }, 400, 'invalid'],
  [{ from: 'ontem', to: WEEK.to }, 400, 'invalid'],
] as const)('%j is %i', async ([body, status, code]) => {
  const answer = await server.request(path, body);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});
