import { expect, test } from 'vitest';
import { prometheusText } from '../../src/http/prometheus.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { testServer } from './test-server.ts';

const EXPOSED = /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{\w+="(?:[^"\\\n]|\\.)*"\})? -?[\d.e+-]+)$/;

test('/metrics needs no token and is text that Prometheus can read', async () => {
  const { request } = await testServer();
  await request('POST /api/schedules/', { frequency: 'daily', time: '09:00', text: 'Oi', numbers: ['11987654321'] });
  const { status, body, headers } = await request('GET /metrics', undefined, { scope: null });
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  const lines: string[] = body.trimEnd().split('\n');
  expect(lines.filter(line => !EXPOSED.test(line))).toEqual([]);
  expect(lines).toContain('agendador_database_up 1');
  expect(lines).toContain('agendador_clock_jumps_total 0');
  expect(lines).toContain('agendador_schedules{status="active"} 1');
  expect(lines).toContain('agendador_deliveries{status="queued"} 0');
  expect(lines).toContain('agendador_instance_open{instance_name="Loja"} 0');
  expect(lines).toContain('http_requests_total{status="2xx"} 1');
});

describeEachDatabase('what waits', create => {
  test('a message that waits is told by its age', async () => {
    const { request, clock } = await testServer({}, create);
    await request('POST /api/messages/', { text: 'Oi', numbers: ['11987654321'] });
    clock.advance({ minutes: 5 });
    const { body } = await request('GET /metrics', undefined, { scope: null });
    expect(body).toContain('agendador_oldest_queued_seconds 300\n');
    expect(body).toContain('agendador_deliveries{status="queued"} 1\n');
  });
});

test('with the database away it says so, and leaves out what only the database knows', async () => {
  const { request, database } = await testServer();
  await database.em.execute('drop table deliveries');
  const { status, body } = await request('GET /metrics', undefined, { scope: null });
  expect(status).toBe(200);
  expect(body).toContain('agendador_database_up 0\n');
  expect(body).not.toContain('agendador_schedules{');
});

test('a worker serves it too', async () => {
  const { request } = await testServer({ role: 'worker' });
  expect((await request('GET /metrics', undefined, { scope: null })).status).toBe(200);
});

test('a label may hold any name', () => {
  const samples = [{ labels: { name: 'a"b\\c\nd' }, value: 1 }];
  expect(prometheusText([{ name: 'x', type: 'gauge', help: 'X.', samples }])).toBe(
    '# HELP x X.\n# TYPE x gauge\nx{name="a\\"b\\\\c\\nd"} 1\n',
  );
});
