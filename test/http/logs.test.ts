import { beforeEach, describe, expect, test } from 'vitest';
import { Delivery, EvolutionConfig, Occurrence, Schedule } from '../../src/db/entities/index.ts';
import { type TestServer, testServer } from './test-server.ts';

let server: TestServer;
let schedule: number;
let occurrence: number;

const at = (text: string) => Temporal.Instant.from(text);

/** One occurrence of a schedule that was sent to Ana, failed for Bruno, and one message that belongs to no schedule. */
beforeEach(async () => {
  server = await testServer();
  const made = await server.request('POST /api/schedules/', {
    ...{ frequency: 'daily', time: '09:00', text: 'Oi', numbers: ['11987654321'] },
  });
  schedule = made.body.id;
  const em = server.database.em;
  const run = await em.findOneOrFail(Occurrence, { schedule });
  occurrence = run.id;
  const deliver = (name: string, more: object) =>
    em.create(Delivery, {
      ...{ evolutionConfig: em.getReference(EvolutionConfig, server.instance.id), recipientKey: name },
      ...{ recipientType: 'contact', recipientId: 7, recipientName: name, jid: '5511987654321', text: `Oi, ${name}` },
      ...{ dueAt: at('2026-11-25T12:00:00Z'), nextAttemptAt: at('2026-11-25T12:00:00Z') },
      ...{ giveUpAt: at('2026-11-26T12:00:00Z'), createdAt: server.clock.now(), updatedAt: server.clock.now() },
      ...more,
    });
  const ofRun = { occurrence: run, schedule: em.getReference(Schedule, schedule) };
  deliver('Ana', { ...ofRun, status: 'sent', sentAt: at('2026-11-25T12:00:03Z'), messageId: 'ABC', attempts: 1 });
  deliver('Bruno', { ...ofRun, status: 'failed', reason: 'not_on_whatsapp' });
  deliver('Carla', { status: 'sent', dueAt: at('2026-11-24T12:00:00Z') });
  await em.flush();
});

describe('logs', () => {
  test('read as a message, its run and who it was for', async () => {
    const { body } = await server.request('GET /api/logs/?recipient=Ana');
    expect(body.results).toHaveLength(1);
    expect(body.results[0]).toMatchObject({
      ...{ schedule, status: 'sent', reason: null, late: false, attempts: 1, message_id: 'ABC', media: null },
      occurrence: {
        ...{ id: occurrence, planned_at: '2026-11-25T09:00:00-03:00', due_at: '2026-11-25T09:00:00-03:00' },
        status: 'planned',
      },
      recipient: { type: 'contact', id: 7, name: 'Ana' },
      ...{ text: 'Oi, Ana', due_at: '2026-11-25T09:00:00-03:00', sent_at: '2026-11-25T09:00:03-03:00', read_at: null },
    });
    const { id } = body.results[0];
    expect((await server.request(`GET /api/logs/${id}/`)).body).toEqual(body.results[0]);
    expect(await server.request('GET /api/logs/999/')).toMatchObject({ status: 404, body: { code: 'log_not_found' } });
  });

  test('of no schedule have none', async () => {
    const { body } = await server.request('GET /api/logs/?search=Carla');
    expect(body.results[0]).toMatchObject({ schedule: null, occurrence: null });
  });

  test.for([
    ['status=failed', ['Bruno']],
    ['schedule=$schedule&ordering=id', ['Ana', 'Bruno']],
    ['occurrence=$occurrence&ordering=-id', ['Bruno', 'Ana']],
    ['from=2026-11-25T00:00:00-03:00&ordering=id', ['Ana', 'Bruno']],
    ['to=2026-11-25T00:00:00-03:00', ['Carla']],
    ['schedule=999', []],
    ['ordering=due_at&page_size=1', ['Carla']],
  ] as const)('?%s', async ([query, names]) => {
    const filled = query.replace('$schedule', String(schedule)).replace('$occurrence', String(occurrence));
    const { body } = await server.request(`GET /api/logs/?${filled}`);
    expect(body.results.map((one: { recipient: { name: string } }) => one.recipient.name)).toEqual(names);
  });

  test.for([
    ['status=lost', 'status'],
    ['schedule=abc', 'schedule'],
    ['from=ontem', 'from'],
    ['to=2026-11-25', 'to'],
  ] as const)('?%s is refused on its field', async ([query, field]) => {
    const answer = await server.request(`GET /api/logs/?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { [field]: [expect.any(String)], code: 'invalid' } });
  });

  test('are counted by status on their occurrence', async () => {
    const { body } = await server.request(`GET /api/schedules/${schedule}/occurrences/`);
    expect(body.results[0].totals).toEqual({ sent: 1, failed: 1 });
  });
});
