import { beforeEach, describe, expect, test } from 'vitest';
import { Occurrence } from '../../src/db/entities/index.ts';
import { type TestServer, testServer } from './test-server.ts';

let server: TestServer;
const idOf = async (input: object) => (await server.request('POST /api/schedules/', input)).body.id;
const base = { text: 'Oi', numbers: ['11987654321'] };

beforeEach(async () => {
  server = await testServer();
});

describe('/api/occurrences/', () => {
  test('has the next seven days where nothing else is said, recorded and foreseen', async () => {
    const schedule = await idOf({ ...base, frequency: 'daily', time: '09:00' });
    const { status, body } = await server.request('GET /api/occurrences/', undefined, { scope: 'read' });
    expect([status, body.count]).toEqual([200, 6]);
    expect(body.results[0]).toMatchObject({
      ...{ id: expect.any(Number), schedule, status: 'planned', totals: {} },
      ...{ planned_at: '2026-11-25T09:00:00-03:00', due_at: '2026-11-25T09:00:00-03:00' },
    });
    expect(body.results[1]).toMatchObject({ id: null, planned_at: '2026-11-26T09:00:00-03:00' });
  });

  test('is asked by period, schedule and status, and in pages', async () => {
    const daily = await idOf({ ...base, frequency: 'daily', time: '09:00' });
    await idOf({ ...base, frequency: 'daily', time: '08:00' });
    const period = 'from=2026-12-01T00:00:00-03:00&to=2026-12-03T00:00:00-03:00';
    const { body } = await server.request(`GET /api/occurrences/?${period}&page_size=3`);
    expect([body.count, body.results.length]).toEqual([4, 3]);
    expect(body.next).toContain('page=2');
    const one = await server.request(`GET /api/occurrences/?${period}&schedule=${daily}`);
    expect(one.body.results.map((row: { planned_at: string }) => row.planned_at)).toEqual([
      '2026-12-01T09:00:00-03:00',
      '2026-12-02T09:00:00-03:00',
    ]);
    expect((await server.request(`GET /api/occurrences/?${period}&status=done`)).body.count).toBe(0);
  });

  test('lists what was moved by its new hour, and what was skipped as skipped', async () => {
    const schedule = await idOf({ ...base, frequency: 'daily', time: '09:00' });
    const em = server.database.em;
    const row = await em.findOneOrFail(Occurrence, { schedule });
    row.dueAt = Temporal.Instant.from('2026-11-25T18:00:00Z');
    await em.flush();
    const day = 'from=2026-11-25T14:00:00-03:00&to=2026-11-25T16:00:00-03:00';
    const { body } = await server.request(`GET /api/occurrences/?${day}`);
    expect(body.results).toMatchObject([{ id: row.id, due_at: '2026-11-25T15:00:00-03:00' }]);
    row.status = 'skipped';
    await em.flush();
    const after = await server.request(`GET /api/occurrences/?from=2026-11-25T00:00:00-03:00&status=skipped`);
    expect(after.body.count).toBe(1);
  });

  test('too many for anybody to read are refused', async () => {
    await idOf({ ...base, when: 'a cada 5 minutos' });
    const { status, body } = await server.request('GET /api/occurrences/?to=2027-11-25T16:00:00-03:00');
    expect([status, body.code]).toEqual([400, 'period_too_busy']);
  });
});
