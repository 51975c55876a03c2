import { describe, expect, test } from 'vitest';
import { testServer } from './test-server.ts';

const URL = '/api/dashboard/stats/';

describe(URL, () => {
  test('counts what there is, and looks at today and the 29 days before', async () => {
    const { request, instance } = await testServer();
    await request('POST /api/contacts/', { name: 'Ana', phone: '11987654321' });
    await request('POST /api/templates/', { name: 'bomdia', body: 'Oi' });
    const daily = { frequency: 'daily', time: '09:00', text: 'Oi', numbers: ['11987654321'], title: 'Bom dia' };
    const { body: schedule } = await request('POST /api/schedules/', daily);
    const paused = await request('POST /api/schedules/', daily);
    await request(`POST /api/schedules/${paused.body.id}/pause/`);
    const { status, body } = await request(`GET ${URL}`, undefined, { scope: 'read' });
    expect(status).toBe(200);
    expect(body).toEqual({
      from: '2026-10-26T00:00:00-03:00',
      to: '2026-11-25T00:00:00-03:00',
      totals: {
        ...{ contacts: 1, suppressions: 0, templates: 1, admins: 0, groups: {} },
        schedules: { active: 1, paused: 1 },
      },
      deliveries: { by_status: {}, by_day: [], lateness: null },
      next: [{ schedule: schedule.id, title: 'Bom dia', at: '2026-11-25T09:00:00-03:00' }],
      instances: [
        {
          ...{ id: instance.id, name: 'Loja', state: 'unknown', state_at: null, is_default: true, waiting: 0 },
          ...{ paused_at: null, pause_reason: null, resume_at: null, restricted_at: null },
        },
      ],
    });
  });

  test.for([
    ['from=2026-11-24T00:00:00Z&to=2026-11-24T00:00:00Z', 'to'],
    ['from=2020-01-01T00:00:00Z', 'from'],
    ['from=ontem', 'from'],
  ] as const)('refuses the period %s', async ([query, field]) => {
    const { request } = await testServer();
    const answer = await request(`GET ${URL}?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { [field]: [expect.any(String)] } });
  });
});
