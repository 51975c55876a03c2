/** What does not change anything moves nothing: said again, sent back as it was read, or written in another way. */
import { beforeEach, describe, expect, test } from 'vitest';
import { AuditEntry, Occurrence } from '../../src/db/entities/index.ts';
import { type TestServer, testServer } from './test-server.ts';

let server: TestServer;
let ana: number;
let bia: number;
let lista: number;
let oferta: number;

beforeEach(async () => {
  server = await testServer();
  const make = async (path: string, body: object) => (await server.request(`POST ${path}`, body)).body.id;
  ana = await make('/api/contacts/', { name: 'Ana Souza', phone: '11987654321' });
  bia = await make('/api/contacts/', { name: 'Bia Reis', phone: '11987654322' });
  lista = await make('/api/groups/', { name: 'clientes', kind: 'list', contacts: [ana, bia] });
  oferta = await make('/api/templates/', { name: 'oferta', body: '{{dia}}: {{produto}}' });
});

const KINDS: readonly (readonly [string, object])[] = [
  ['once', { start_at: '2026-11-24T11:00' }],
  ['once, in seconds', { start_at: '2026-11-24T11:00:07' }],
  ['once, in another zone', { start_at: '2026-11-24T11:00', timezone: 'America/Manaus' }],
  ['once, at an hour that its zone leaves out', { start_at: '2027-03-14T02:30', timezone: 'America/New_York' }],
  ['several days, each once', { recurrence: ['RDATE:20261127T110000'], start_at: '2026-11-24T11:00' }],
  ['every day', { frequency: 'daily', time: '11:00' }],
  ['every day, several hours', { frequency: 'daily', times: ['11:00', '18:00'] }],
  ['every day, from a day on', { frequency: 'daily', time: '11:00', start_at: '2026-11-30' }],
  ['every day, without holidays, by field', { frequency: 'daily', time: '11:00', skip_holidays: 'BR-SP' }],
  ['every day, without holidays, by phrase', { when: 'todo dia às 11h exceto feriados' }],
  ['every day until', { when: 'todo dia às 11h até 20/12' }],
  ['every day, so many times', { when: 'todo dia às 11h 5 vezes' }],
  ['every day but one', { when: 'todo dia às 11h exceto domingo' }],
  ['every day but some dates', { when: 'todo dia às 11h exceto de 24/12 a 02/01' }],
  ['some weekdays', { frequency: 'weekly', weekdays: ['TU', 'TH'], time: '11:00' }],
  [
    'every second week',
    { recurrence: ['RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'], start_at: '2026-11-24T11:00:00-03:00' },
  ],
  [
    'lines with exceptions',
    { recurrence: ['RRULE:FREQ=DAILY', 'EXDATE:20261126T110000'], start_at: '2026-11-24T11:00' },
  ],
  ['lines with an end', { recurrence: ['RRULE:FREQ=WEEKLY;UNTIL=20261218T115959Z'], start_at: '2026-11-24T11:00' }],
  ['lines with a number', { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'], start_at: '2026-11-24T11:00' }],
  ['a day of the month', { frequency: 'monthly', day_of_month: 31, time: '08:30', short_months: 'skip' }],
  ['the last day of the month', { frequency: 'monthly', day_of_month: -1, time: '08:30' }],
  ['a day of the year', { frequency: 'yearly', start_at: '2027-02-28T10:00' }],
  ['a working day', { when: 'todo 5º dia útil às 9h' }],
  ['an nth weekday', { when: 'toda segunda sexta do mês às 9h' }],
  ['every few hours', { when: 'a cada 3 horas' }],
  ['every few minutes in a window', { when: 'a cada 30 minutos das 12h às 18h' }],
];

/** Each of them alone says when. */
const WHEN = [
  ...['frequency', 'start_at', 'time', 'times', 'weekdays', 'day_of_month', 'short_months'],
  ...['recurrence', 'when', 'timezone', 'skip_holidays'],
];
const SOMEBODY = { contacts: [] as number[], groups: [] as number[], numbers: ['11912345678'] };

async function create(body: object) {
  const made = await server.request('POST /api/schedules/', { text: 'Oi', ...SOMEBODY, ...body });
  expect(made.status).toBe(201);
  return made.body;
}

const read = async (id: number) => (await server.request(`GET /api/schedules/${id}/`)).body;
const plan = async (id: number) =>
  (await server.database.em.fork().find(Occurrence, { schedule: id }, { orderBy: { id: 'asc' } })).map(
    ({ plannedAt, dueAt, status, reason }) => `${plannedAt} → ${dueAt} ${status} ${reason}`,
  );
const edits = () => server.database.em.fork().count(AuditEntry, { action: 'schedule.edit' });
const postpone = (id: number) =>
  server.request(`POST /api/schedules/${id}/postpone/`, { when: '3 horas e 10 minutos' });

describe('sent back as it was read, after a postponement', () => {
  test.for(KINDS)('%s', async ([, given]) => {
    const { id } = await create(given);
    expect((await postpone(id)).status).toBe(200);
    const row = await read(id);
    const planned = await plan(id);
    // While the postponed hour is still to come, the hour of the rule may have passed.
    server.clock.advance({ minutes: 90 });
    for (const again of [
      () => server.request(`PUT /api/schedules/${id}/`, row, { headers: { 'if-match': `"${row.version}"` } }),
      ...WHEN.map(field => () => server.request(`PATCH /api/schedules/${id}/`, { [field]: row[field] })),
    ]) {
      expect(await again()).toMatchObject({ status: 200, body: row });
    }
    expect(await plan(id)).toEqual(planned);
    expect(await edits()).toBe(0);
    // Nor does a change of something else.
    const { body: put } = await server.request(`PUT /api/schedules/${id}/`, { ...row, title: 'x' });
    expect(put).toMatchObject({ title: 'x', version: row.version + 1, next_run_at: row.next_run_at });
    expect(await plan(id)).toEqual(planned);
  });
});

describe('said in another way', () => {
  const weekly = { frequency: 'weekly', weekdays: ['TU', 'TH'], times: ['11:00', '18:00'] };
  const daily = { frequency: 'daily', time: '11:00' };
  test.for([
    ['weekdays in another order, one of them twice', weekly, { weekdays: ['TH', 'TU', 'TH'] }],
    ['hours in another order', weekly, { times: ['18:00', '11:00'] }],
    ['an hour with seconds', daily, { time: '11:00:00' }],
    ['one hour as a list', daily, { times: ['11:00'] }],
    ['the same phrase in other words', daily, { when: 'diariamente às 11 horas' }],
    ['fields, where a phrase was', { when: 'todo dia às 11h' }, { frequency: 'daily', time: '11:00' }],
    ['a phrase, where fields were', weekly, { when: 'toda terça e quinta às 11h e 18h' }],
    ['lines, where fields were', daily, { recurrence: ['RRULE:FREQ=DAILY;BYMINUTE=0;BYHOUR=11'] }],
    ['lines without an hour', daily, { recurrence: ['RRULE:FREQ=DAILY'] }],
    ['an instant of another zone', { start_at: '2026-11-24T11:00' }, { start_at: '2026-11-24T14:00:00Z' }],
    ['a start without its zone', daily, { start_at: '2026-11-24T11:00' }],
    ['weekdays that remain', { when: 'todo dia às 11h exceto domingo' }, { when: 'de segunda a sábado às 11h' }],
    [
      'nulls for what it does not have',
      daily,
      { when: null, recurrence: null, day_of_month: null, skip_holidays: null },
    ],
    ['the zone that it has', daily, { timezone: 'America/Sao_Paulo' }],
    ['holidays that the phrase left out', { when: 'todo dia às 11h sem feriados' }, { skip_holidays: 'BR' }],
    [
      'an order of weekdays, beside an end',
      { when: 'toda terça e quinta às 11h até 20/12' },
      { weekdays: ['TH', 'TU'] },
    ],
  ] as const)('%s', async ([, given, again]) => {
    const { id } = await create(given);
    await postpone(id);
    const row = await read(id);
    const planned = await plan(id);
    server.clock.advance({ minutes: 90 });
    expect(await server.request(`PATCH /api/schedules/${id}/`, again)).toMatchObject({ status: 200, body: row });
    expect(await plan(id)).toEqual(planned);
  });

  test('content and recipients, in any spelling', async () => {
    const { id } = await create({
      ...{ frequency: 'daily', time: '11:00', text: undefined, template: oferta },
      ...{
        variables: { dia: 'Hoje', produto: 'bolo' },
        contacts: [ana, bia],
        groups: [lista],
        numbers: ['11912345678'],
      },
    });
    const row = await read(id);
    for (const again of [
      { variables: { produto: 'bolo', dia: 'Hoje' } },
      { template: oferta },
      { template: oferta, variables: row.variables, text: null },
      { contacts: [ana, bia, ana] },
      { numbers: ['(11) 91234-5678', '+55 11 91234-5678'] },
      { numbers: ['+55 11 91234 5678'], groups: [lista] },
      { title: '', mention_all: false, catch_up: 'send_late', catch_up_minutes: 60, on_unknown: 'hold' },
      {},
    ]) {
      expect(await server.request(`PATCH /api/schedules/${id}/`, again)).toMatchObject({ status: 200, body: row });
    }
    expect(await edits()).toBe(0);
    // Another order is a change: it is the order in which they are written to.
    const turned = await server.request(`PATCH /api/schedules/${id}/`, { contacts: [bia, ana] });
    expect(turned.body).toMatchObject({ contacts: [bia, ana], version: 2, next_run_at: row.next_run_at });
  });
});

describe('what was done to a send stays', () => {
  const daily = { frequency: 'daily', time: '11:00' };
  test('a skip', async () => {
    const { id } = await create(daily);
    await server.request(`POST /api/schedules/${id}/skip/`);
    const planned = await plan(id);
    await server.request(`PUT /api/schedules/${id}/`, await read(id));
    expect(await plan(id)).toEqual(planned);
  });

  test('a postponement in a paused schedule comes back with it', async () => {
    const { id } = await create(daily);
    await postpone(id);
    await server.request(`POST /api/schedules/${id}/pause/`, { reason: 'férias' });
    const row = await read(id);
    expect(await server.request(`PUT /api/schedules/${id}/`, row)).toMatchObject({ status: 200, body: row });
    await server.request(`PATCH /api/schedules/${id}/`, { skip_holidays: null, when: 'todo dia às 11h' });
    server.clock.advance({ minutes: 90 });
    expect((await server.request(`POST /api/schedules/${id}/resume/`)).body.next_run_at).toBe(
      '2026-11-24T14:10:00-03:00',
    );
  });

  test('a send that is due and was not fired yet', async () => {
    const { id } = await create(daily);
    const row = await read(id);
    server.clock.set('2026-11-24T14:00:00.400Z');
    expect((await server.request(`PUT /api/schedules/${id}/`, row)).body.next_run_at).toBe(row.next_run_at);
    expect((await plan(id)).at(-1)).toContain('planned');
  });

  test('the number that it is sent from, when another becomes the default', async () => {
    const { id } = await create({ ...daily, contacts: [ana] });
    const second = {
      name: 'Outra',
      base_url: 'http://127.0.0.1:2',
      api_key: 'x',
      instance_name: 'outra',
      is_default: true,
    };
    expect((await server.request('POST /api/evolution-configs/', second)).status).toBe(201);
    const again = await server.request(`PATCH /api/schedules/${id}/`, { contacts: [ana], numbers: ['11912345678'] });
    expect(again.body).toMatchObject({ evolution_config: server.instance.id, version: 1 });
  });
});

describe('limits that simple fields cannot say outlive a new hour', () => {
  test.for([
    ['todo dia às 11h até 20/12', { time: '12:00' }, 'todo dia às 12:00 até 20/12/2026'],
    ['todo dia às 11h exceto domingo', { time: '12:00' }, 'todo dia às 12:00 exceto domingo'],
    ['toda terça às 11h 5 vezes', { weekdays: ['WE'] }, 'toda quarta às 11:00, 5 vezes'],
    ['todo dia às 11h exceto feriados', { times: ['12:00'] }, 'todo dia às 12:00 exceto feriados'],
    ['todo dia às 11h até 20/12', { frequency: 'weekly', weekdays: ['FR'] }, 'toda sexta às 11:00 até 20/12/2026'],
  ] as const)('%s, %j', async ([when, change, expected]) => {
    const { id } = await create({ when });
    expect((await server.request(`PATCH /api/schedules/${id}/`, change)).body.description).toBe(expected);
  });

  test('an earlier hour does not cost the first day', async () => {
    const { id } = await create({ frequency: 'daily', time: '11:00', start_at: '2026-11-30' });
    const now = (await server.request(`PATCH /api/schedules/${id}/`, { time: '08:00' })).body;
    expect(now.next_run_at).toBe('2026-11-30T08:00:00-03:00');
  });
});

describe('what no body can change is refused on its field', () => {
  test.for([
    ['status', 'paused'],
    ['status', 'cancelled'],
    ['status', 'perdido'],
    ['status', null],
    ['media', 7],
    ['media', { kind: 'image' }],
    ['media', ''],
    ['pause_reason', 'férias'],
    ['resume_at', '2026-12-01T09:00:00-03:00'],
  ] as const)('%s: %j', async ([field, value]) => {
    const row = await create({ frequency: 'daily', time: '11:00' });
    const path = `/api/schedules/${row.id}/`;
    const refused = { status: 400, body: { [field]: [expect.any(String)], code: 'invalid' } };
    expect(await server.request(`PATCH ${path}`, { [field]: value })).toMatchObject(refused);
    expect(await server.request(`PUT ${path}`, { ...row, title: 'x', [field]: value })).toMatchObject(refused);
    const body = { text: 'Oi', numbers: ['11912345678'], frequency: 'daily', time: '11:00', [field]: value };
    expect(await server.request('POST /api/schedules/', body)).toMatchObject(refused);
    expect(await server.request('POST /api/schedules/preview/', body)).toMatchObject(refused);
    expect(await read(row.id)).toEqual(row);
  });
});

describe('a schedule that is over', () => {
  async function over(action: 'skip' | 'cancel') {
    const { id } = await create({ start_at: '2026-11-24T11:00' });
    await server.request(`POST /api/schedules/${id}/${action}/`);
    return read(id);
  }

  test.for(['skip', 'cancel'] as const)('answers PUT like PATCH (after %s)', async action => {
    const row = await over(action);
    const path = `/api/schedules/${row.id}/`;
    for (const change of [{ title: 'x' }, { text: 'Olá' }, { skip_holidays: null }, {}]) {
      const patched = await server.request(`PATCH ${path}`, change);
      expect(patched).toMatchObject({ status: 409, body: { code: 'schedule_ended' } });
      expect(await server.request(`PUT ${path}`, { ...row, ...change })).toMatchObject({
        status: 409,
        body: patched.body,
      });
    }
    expect(await read(row.id)).toEqual(row);
  });

  test('lives again with a new time, by both', async () => {
    for (const method of ['PUT', 'PATCH']) {
      const row = await over('skip');
      const body = method === 'PUT' ? { ...row, start_at: '2026-11-26T09:00' } : { start_at: '2026-11-26T09:00' };
      const now = await server.request(`${method} /api/schedules/${row.id}/`, body);
      expect(now).toMatchObject({ status: 200, body: { status: 'active', next_run_at: '2026-11-26T09:00:00-03:00' } });
    }
  });
});
