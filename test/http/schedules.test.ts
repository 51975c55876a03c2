import { beforeEach, describe, expect, test } from 'vitest';
import { type TestServer, testServer } from './test-server.ts';

let server: TestServer;
let ana: number;
let vendas: number;
let oferta: number;

/** A shop with one contact, one list and one template. */
beforeEach(async () => {
  server = await testServer();
  const make = async (path: string, body: object) => (await server.request(`POST ${path}`, body)).body.id;
  ana = await make('/api/contacts/', { name: 'Ana Souza', phone: '11987654321' });
  vendas = await make('/api/groups/', { name: 'vendas', kind: 'whatsapp', jid: '120363000000000001@g.us' });
  oferta = await make('/api/templates/', { name: 'oferta', body: 'Hoje: {{produto}}' });
});

const create = (body: object) =>
  server.request('POST /api/schedules/', { text: 'Oi', numbers: ['11912345678'], ...body });

describe('when, written in three ways and read in all', () => {
  test.for([
    [
      'simple fields, every day',
      { frequency: 'daily', time: '09:00' },
      {
        ...{ frequency: 'daily', time: '09:00', times: ['09:00'], weekdays: [], day_of_month: null },
        ...{ recurrence: ['RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0'], next_run_at: '2026-11-25T09:00:00-03:00' },
        ...{ when: 'todo dia às 09:00', description: 'todo dia às 09:00' },
      },
    ],
    [
      'simple fields, weekdays with several times',
      { frequency: 'weekly', weekdays: ['MO', 'WE'], times: ['18:00', '09:00'] },
      {
        frequency: 'weekly',
        weekdays: ['MO', 'WE'],
        time: null,
        times: ['09:00', '18:00'],
        next_run_at: '2026-11-25T09:00:00-03:00',
      },
    ],
    [
      'simple fields, a day of the month',
      { frequency: 'monthly', day_of_month: 31, time: '08:30', short_months: 'skip' },
      { frequency: 'monthly', day_of_month: 31, short_months: 'skip', next_run_at: '2026-12-31T08:30:00-03:00' },
    ],
    [
      'simple fields, once, at an instant of another zone',
      { start_at: '2026-11-25T12:00:00Z' },
      {
        ...{ frequency: 'once', start_at: '2026-11-25T09:00:00-03:00', next_run_at: '2026-11-25T09:00:00-03:00' },
        recurrence: [],
      },
    ],
    [
      'simple fields, once, local to a zone that is named',
      { frequency: 'once', start_at: '2026-11-25T09:00', timezone: 'America/Manaus' },
      { start_at: '2026-11-25T09:00:00-04:00', next_run_at: '2026-11-25T09:00:00-04:00', timezone: 'America/Manaus' },
    ],
    [
      "once, with a browser's milliseconds",
      { start_at: '2026-11-25T12:00:00.789Z' },
      { start_at: '2026-11-25T09:00:00-03:00' },
    ],
    [
      'lines of RFC 5545, with the hour of start_at',
      { recurrence: ['RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR'], start_at: '2026-11-27T19:00:00-03:00' },
      { frequency: 'custom', times: ['19:00'], next_run_at: '2026-11-27T19:00:00-03:00' },
    ],
    [
      'lines of RFC 5545, with an hour of their own',
      { recurrence: ['RRULE:FREQ=DAILY'], start_at: '2026-11-25', times: ['07:15'] },
      { frequency: 'daily', time: '07:15', next_run_at: '2026-11-25T07:15:00-03:00' },
    ],
    [
      'a phrase',
      { when: 'toda sexta às 19h' },
      { frequency: 'weekly', weekdays: ['FR'], time: '19:00', next_run_at: '2026-11-27T19:00:00-03:00' },
    ],
    [
      'a phrase that only phrases can say',
      { when: 'todo 5º dia útil às 9h' },
      { frequency: 'custom', recurrence: null, next_run_at: '2026-12-07T09:00:00-03:00' },
    ],
    ['a phrase for once', { when: 'amanhã às 9h30' }, { frequency: 'once', start_at: '2026-11-25T09:30:00-03:00' }],
  ] as const)('%s', async ([, given, expected]) => {
    const made = await create(given);
    expect(made).toMatchObject({ status: 201, body: { status: 'active', ...expected } });
    expect((await server.request(`GET /api/schedules/${made.body.id}/`)).body).toEqual(made.body);
  });

  test.for([
    ['nothing that says when', {}, 'missing_schedule'],
    ['a phrase without an hour', { when: 'toda sexta' }, 'missing_time'],
    ['a phrase with a word that is not read', { when: 'toda sexta às 9h xyzzy' }, 'unread_words'],
    [
      'two ways at once',
      { when: 'todo dia às 9h', frequency: 'weekly', weekdays: ['MO'], time: '10:00' },
      'two_schedules',
    ],
    ['a time that is over', { start_at: '2026-11-24T09:00:00-03:00' }, 'past_time'],
    ['a daily one without an hour', { frequency: 'daily' }, 'missing_time'],
    ['a weekly one without a day', { frequency: 'weekly', time: '09:00' }, 'missing_schedule'],
    ['a one-off with two hours', { start_at: '2026-11-25T09:00', time: '10:00' }, 'two_schedules'],
    ['a day that is not there', { start_at: '2027-02-30T09:00' }, 'invalid_date'],
    [
      'lines that nobody can keep',
      { recurrence: ['RRULE:FREQ=SECONDLY'], start_at: '2026-11-25T09:00' },
      'unsupported_rule',
    ],
    ['lines that are none', { recurrence: ['todo dia'], start_at: '2026-11-25T09:00' }, 'unsupported_rule'],
  ] as const)('refuses %s', async ([, given, code]) => {
    const answer = await create(given);
    expect(answer).toMatchObject({ status: 400, body: { code, detail: expect.any(String) } });
    expect((await server.request('GET /api/schedules/')).body.count).toBe(0);
  });

  test.for([
    ['frequency', 'hourly'],
    ['start_at', 'amanhã'],
    ['time', '9h'],
    ['weekdays', ['SEG']],
    ['timezone', 'Brasília'],
    ['timezone', '-03:00'],
    ['skip_holidays', 'US'],
    ['catch_up', 'later'],
    ['contacts', ['Ana']],
    ['contacts', [999]],
    ['groups', [999]],
    ['template', 999],
    ['evolution_config', 999],
    ['numbers', ['1234']],
  ] as const)('refuses %s: %j on its field', async ([field, value]) => {
    const body = {
      frequency: 'daily',
      time: '09:00',
      ...(field === 'template' ? { text: undefined } : {}),
      [field]: value,
    };
    expect(await create(body)).toMatchObject({ status: 400, body: { [field]: [expect.any(String)], code: 'invalid' } });
  });
});

describe('what and to whom', () => {
  const daily = { frequency: 'daily', time: '09:00' };

  test('a template with its variables, to contacts, groups and numbers', async () => {
    const made = await server.request('POST /api/schedules/', {
      ...daily,
      ...{ title: 'Ofertas', template: oferta, variables: { produto: 'bolo' }, mention_all: true },
      ...{ contacts: [ana], groups: [vendas], numbers: ['(11) 91234-5678'] },
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ title: 'Ofertas', template: oferta, variables: { produto: 'bolo' }, text: null, mention_all: true },
        ...{ contacts: [ana], groups: [vendas], numbers: ['+5511912345678'], evolution_config: server.instance.id },
        ...{
          source: 'api',
          created_by: 'dona',
          catch_up: 'send_late',
          catch_up_minutes: 60,
          send_within_minutes: 1440,
        },
      },
    });
  });

  test.for([
    ['no recipient', { text: 'Oi' }, 'missing_recipient'],
    ['no content', { numbers: ['11912345678'] }, 'missing_content'],
    ['two contents', { numbers: ['11912345678'], text: 'Oi', template: 1 }, 'two_contents'],
    ['a text that is too long', { numbers: ['11912345678'], text: 'x'.repeat(4097) }, 'text_too_long'],
    ['a variable that nobody gives', { numbers: ['11912345678'], text: 'Oi {{apelido}}' }, 'unknown_variables'],
  ] as const)('refuses %s', async ([, body, code]) => {
    const answer = await server.request('POST /api/schedules/', { ...daily, ...body });
    expect(answer).toMatchObject({ status: 400, body: { code } });
  });

  test('a template in use is not deleted, and the answer says who uses it', async () => {
    const made = await create({
      ...daily,
      title: 'Ofertas',
      text: undefined,
      template: oferta,
      variables: { produto: 'x' },
    });
    const answer = await server.request(`DELETE /api/templates/${oferta}/`);
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'in_use', details: { schedules: [{ id: made.body.id, title: 'Ofertas' }] } },
    });
  });
});

describe('a change', () => {
  const weekly = { frequency: 'weekly', weekdays: ['MO', 'WE'], time: '09:00', contacts: [1] };

  async function changed(given: object, change: object) {
    const made = await create(given);
    const answer = await server.request(`PATCH /api/schedules/${made.body.id}/`, change);
    return { made: made.body, answer, now: answer.body };
  }

  test('of the hour alone leaves the days', async () => {
    const { now } = await changed({ ...weekly, contacts: [ana] }, { time: '10:30' });
    expect(now).toMatchObject({
      weekdays: ['MO', 'WE'],
      time: '10:30',
      next_run_at: '2026-11-25T10:30:00-03:00',
      version: 2,
    });
  });

  test('of the hour of a rule that only phrases can say leaves its days too', async () => {
    const { now } = await changed({ when: 'todo 5º dia útil às 9h' }, { time: '10:00' });
    expect(now).toMatchObject({ frequency: 'custom', next_run_at: '2026-12-07T10:00:00-03:00' });
  });

  test('of the start of a one-off moves it, hour and all', async () => {
    const { made, now } = await changed({ start_at: '2026-11-25T09:00' }, { start_at: '2026-11-26T15:30' });
    expect(now).toMatchObject({ frequency: 'once', time: '15:30', next_run_at: '2026-11-26T15:30:00-03:00' });
    const put = await server.request(`PUT /api/schedules/${made.id}/`, {
      ...now,
      start_at: '2026-11-27T08:00:00-03:00',
    });
    expect(put.body).toMatchObject({ time: '08:00', next_run_at: '2026-11-27T08:00:00-03:00' });
  });

  test('of the start of a series leaves its hours', async () => {
    const { now } = await changed({ frequency: 'daily', time: '09:00' }, { start_at: '2026-12-24T00:00' });
    expect(now).toMatchObject({ time: '09:00', next_run_at: '2026-12-24T09:00:00-03:00' });
  });

  test('of the hour in a body that was read counts, though the list of hours is the old one', async () => {
    const made = (await create({ frequency: 'daily', time: '09:00' })).body;
    const put = await server.request(`PUT /api/schedules/${made.id}/`, { ...made, time: '10:00' });
    expect(put.body).toMatchObject({ time: '10:00', times: ['10:00'], description: 'todo dia às 10:00' });
  });

  test('of the lines in a body that was read counts with its own hour', async () => {
    const made = (await create({ frequency: 'daily', time: '09:00' })).body;
    const recurrence = ['RRULE:FREQ=WEEKLY;BYDAY=SA;BYHOUR=10;BYMINUTE=0'];
    const put = await server.request(`PUT /api/schedules/${made.id}/`, { ...made, recurrence });
    expect(put.body).toMatchObject({ weekdays: ['SA'], time: '10:00', next_run_at: '2026-11-28T10:00:00-03:00' });
  });

  test('of the zone in a body that was read keeps the clock', async () => {
    for (const given of [{ frequency: 'daily', time: '09:00' }, { start_at: '2026-11-25T09:00' }]) {
      const made = (await create(given)).body;
      const put = await server.request(`PUT /api/schedules/${made.id}/`, { ...made, timezone: 'America/Manaus' });
      expect(put.body).toMatchObject({ time: '09:00', next_run_at: '2026-11-25T09:00:00-04:00' });
    }
  });

  test('of the holidays, by field or by phrase', async () => {
    const { made, now } = await changed({ when: 'todo dia às 9h exceto feriados' }, { title: 'x' });
    expect(made).toMatchObject({ skip_holidays: 'BR', recurrence: null });
    expect(made.description).toContain('feriados');
    expect(now.skip_holidays).toBe('BR');
    const path = `PATCH /api/schedules/${made.id}/`;
    const none = (await server.request(path, { skip_holidays: null })).body;
    expect(none).toMatchObject({ skip_holidays: null, description: 'todo dia às 09:00' });
    expect((await server.request(path, { skip_holidays: 'BR-SP' })).body.description).toContain('feriados');
    expect((await server.request(path, { when: 'todo dia às 8h' })).body).toMatchObject({
      ...{ skip_holidays: null, description: 'todo dia às 08:00' },
    });
  });

  test('of the days alone leaves the hour', async () => {
    const { now } = await changed({ ...weekly, contacts: [ana] }, { weekdays: ['SU'] });
    expect(now).toMatchObject({ weekdays: ['SU'], time: '09:00', next_run_at: '2026-11-29T09:00:00-03:00' });
  });

  test('of the zone moves the instant and not the clock', async () => {
    const { now } = await changed({ frequency: 'daily', time: '09:00' }, { timezone: 'America/Manaus' });
    expect(now).toMatchObject({ time: '09:00', next_run_at: '2026-11-25T09:00:00-04:00' });
  });

  test('to a phrase replaces the whole when', async () => {
    const { now } = await changed(weekly, { when: 'amanhã às 8h' });
    expect(now).toMatchObject({ frequency: 'once', start_at: '2026-11-25T08:00:00-03:00' });
  });

  test('of one list of recipients leaves the others', async () => {
    const { now } = await changed({ frequency: 'daily', time: '09:00', contacts: [ana] }, { numbers: [] });
    expect(now).toMatchObject({ contacts: [ana], numbers: [] });
  });

  test('from a text to a template and back', async () => {
    const { made, now } = await changed(
      { frequency: 'daily', time: '09:00' },
      { template: oferta, variables: { produto: 'x' } },
    );
    expect(now).toMatchObject({ template: oferta, text: null });
    const back = await server.request(`PATCH /api/schedules/${made.id}/`, { template: null, text: 'Oi de novo' });
    expect(back.body).toMatchObject({ template: null, text: 'Oi de novo' });
  });

  test('in a body that was read changes that one thing', async () => {
    const made = (await create({ ...weekly, contacts: [ana] })).body;
    const put = await server.request(`PUT /api/schedules/${made.id}/`, { ...made, weekdays: ['TU'] });
    expect(put.body).toMatchObject({ weekdays: ['TU'], time: '09:00', next_run_at: '2026-12-01T09:00:00-03:00' });
  });

  test('by two people: the second hears of the first', async () => {
    const made = (await create(weekly)).body;
    const path = `/api/schedules/${made.id}/`;
    const headers = { 'if-match': '"1"' };
    expect((await server.request(`PATCH ${path}`, { title: 'a' }, { headers })).status).toBe(200);
    expect((await server.request(`PATCH ${path}`, { title: 'b' }, { headers })).status).toBe(412);
    expect((await server.request(`POST ${path}pause/`, undefined, { headers })).status).toBe(412);
    expect((await server.request(`DELETE ${path}`, undefined, { headers })).status).toBe(412);
  });
});

describe('its life', () => {
  test('pause, resume, cancel, delete; each is refused where it makes no sense', async () => {
    const { id } = (await create({ frequency: 'daily', time: '09:00' })).body;
    const path = `/api/schedules/${id}/`;
    const act = (action: string, body?: object) => server.request(`POST ${path}${action}/`, body);
    expect((await act('pause', { reason: 'férias' })).body).toMatchObject({
      ...{ status: 'paused', pause_reason: 'férias', next_run_at: null, paused_at: '2026-11-24T10:00:00-03:00' },
    });
    expect(await act('pause')).toMatchObject({ status: 409, body: { code: 'schedule_not_active' } });
    expect((await act('resume')).body).toMatchObject({ status: 'active', next_run_at: '2026-11-25T09:00:00-03:00' });
    expect((await act('cancel')).body).toMatchObject({ status: 'cancelled', next_run_at: null });
    expect((await act('resume')).status).toBe(409);
    expect((await server.request(`DELETE ${path}`)).status).toBe(204);
    expect((await server.request(`GET ${path}`)).status).toBe(404);
    expect((await act('pause')).status).toBe(404);
    expect((await server.request('GET /api/schedules/')).body.count).toBe(0);
  });

  test('is listed by status, title and order', async () => {
    for (const title of ['Bolos', 'Pães']) await create({ frequency: 'daily', time: '09:00', title });
    const { results } = (await server.request('GET /api/schedules/?ordering=title')).body;
    await server.request(`POST /api/schedules/${results[0].id}/pause/`);
    const titles = async (query: string) =>
      (await server.request(`GET /api/schedules/?${query}`)).body.results.map((one: { title: string }) => one.title);
    expect(await titles('status=paused')).toEqual(['Bolos']);
    expect(await titles('ordering=-title')).toEqual(['Pães', 'Bolos']);
    expect(await titles('search=bol')).toEqual(['Bolos']);
    expect((await server.request('GET /api/schedules/?status=perdido')).status).toBe(400);
  });
});

describe('its occurrences', () => {
  test('are the planned one, and with count the next of the rule', async () => {
    const { id } = (await create({ frequency: 'daily', time: '09:00' })).body;
    const planned = await server.request(`GET /api/schedules/${id}/occurrences/`);
    expect(planned.body).toMatchObject({
      count: 1,
      results: [{ schedule: id, planned_at: '2026-11-25T09:00:00-03:00', status: 'planned', totals: {} }],
    });
    const next = await server.request(`GET /api/schedules/${id}/occurrences/?count=2`);
    expect(next.body.results.map((one: { planned_at: string }) => one.planned_at)).toEqual([
      '2026-11-25T09:00:00-03:00',
      '2026-11-26T09:00:00-03:00',
    ]);
    const none = await server.request(`GET /api/schedules/${id}/occurrences/?to=2026-11-25T08:59:00-03:00`);
    expect(none.body.count).toBe(0);
    expect((await server.request(`GET /api/schedules/${id}/occurrences/?from=ontem`)).body.from).toBeDefined();
    expect((await server.request('GET /api/schedules/999/occurrences/')).status).toBe(404);
  });
});

describe('before it is made', () => {
  test('parse says what a command means and saves nothing', async () => {
    const text = '/agendar todo dia 9h grupo vendas modelo oferta produto=bolo';
    const answer = await server.request('POST /api/schedules/parse/', { text }, { scope: 'read' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        ...{ ok: true, description: 'todo dia às 09:00', problems: [] },
        next: ['2026-11-25T09:00:00-03:00', '2026-11-26T09:00:00-03:00', '2026-11-27T09:00:00-03:00'],
        reading: { kind: 'recurring', groups: ['vendas'], template: 'oferta', vars: { produto: 'bolo' } },
      },
    });
    expect((await server.request('GET /api/schedules/')).body.count).toBe(0);
  });

  test.for([
    ['/agendar amanhã 9h grupo vendas', 'missing_content'],
    ['/agendar grupo vendas modelo oferta', 'missing_schedule'],
    ['/agendar xyzzy amanhã 9h grupo vendas modelo oferta', 'unread_words'],
  ])('parse of "%s" names the fault %s', async ([text, code]) => {
    const { status, body } = await server.request('POST /api/schedules/parse/', { text });
    expect(status).toBe(200);
    expect(body.ok).toBe(false);
    expect(body.problems.map((one: { code: string }) => one.code)).toContain(code);
    expect(body.problems[0].detail).toEqual(expect.any(String));
  });

  test('preview shows what would go out, refuses what creating would, and saves nothing', async () => {
    const body = { frequency: 'daily', time: '09:00', contacts: [ana], text: 'Oi, {{primeiro_nome}}!' };
    const answer = await server.request('POST /api/schedules/preview/', body, { scope: 'read' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        ...{
          description: 'todo dia às 09:00',
          chats: 1,
          people: 1,
          texts: [{ recipient: 'Ana Souza', text: 'Oi, Ana!' }],
        },
        evolution_config: { id: server.instance.id },
      },
    });
    expect(answer.body.next[0]).toBe('2026-11-25T09:00:00-03:00');
    const refused = await server.request('POST /api/schedules/preview/', { ...body, contacts: [] });
    expect(refused).toMatchObject({ status: 400, body: { code: 'missing_recipient' } });
    expect((await server.request('GET /api/schedules/')).body.count).toBe(0);
  });

  test('preview says how many go out on which day, and making it that they are more than the cap', async () => {
    await server.request(`PATCH /api/evolution-configs/${server.instance.id}/`, {
      ...{ pace: 'custom', min_gap_ms: 0, max_gap_ms: 0, daily_cap: 2 },
    });
    const numbers = ['11912345671', '11912345672', '11912345673'];
    const body = { frequency: 'daily', time: '09:00', numbers, text: 'Oi' };
    const preview = await server.request('POST /api/schedules/preview/', body);
    expect(preview.body).toMatchObject({
      days: [
        { date: '2026-11-25', from: '2026-11-25T09:00:00-03:00', messages: 2 },
        { date: '2026-11-26', from: '2026-11-26T09:00:00-03:00', messages: 1 },
      ],
      through_at: '2026-11-26T09:00:00-03:00',
      warnings: [{ code: 'over_daily_cap', chats: 3, cap: 2, days: 2, grows: true }],
    });
    const made = await server.request('POST /api/schedules/', body);
    expect(made.body.warnings).toMatchObject([{ code: 'over_daily_cap', detail: 'frase de over_daily_cap' }]);
    const fits = await server.request('POST /api/schedules/', { ...body, numbers: numbers.slice(1) });
    expect(fits.body.warnings).toBe(undefined);
  });
});
