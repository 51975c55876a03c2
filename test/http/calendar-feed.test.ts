import { describe, expect, test } from 'vitest';
import { calendar } from '../../src/http/ics.ts';
import { testServer, tokenOf } from './test-server.ts';

const URL = '/api/schedules.ics';
const DAILY = { frequency: 'daily', time: '09:00', text: 'Bom dia; gente', numbers: ['11987654321'], title: 'Bom dia' };

describe(URL, () => {
  test('is a calendar of what is to come, with the token in its address', async () => {
    const { request, log } = await testServer();
    const { body: schedule } = await request('POST /api/schedules/', DAILY);
    const feed = await request(`GET ${URL}?token=${tokenOf('read')}`, undefined, { scope: null });
    expect(feed.status).toBe(200);
    expect(feed.headers['content-type']).toBe('text/calendar; charset=utf-8');
    const lines: string[] = feed.body.split('\r\n');
    expect(lines.filter(line => line === 'BEGIN:VEVENT')).toHaveLength(30); // tomorrow and the 29 days after
    expect(lines).toContain('DTSTART:20261125T120000Z');
    expect(lines).toContain(`SUMMARY:Bom dia (nº ${schedule.id})`);
    expect(lines).toContain('DESCRIPTION:Para: +5511987654321\\nBom dia\\; gente');
    expect(log()).not.toContain(tokenOf('read'));
  });

  test('keeps the identity of a send that was postponed, and leaves out one that was skipped', async () => {
    const { request } = await testServer();
    const { body } = await request('POST /api/schedules/', DAILY);
    const read = async () => (await request(`GET ${URL}`)).body as string;
    const uid = /UID:(\S+)/.exec(await read())![1]!;
    await request(`POST /api/schedules/${body.id}/postpone/`, { when: '30 minutos' });
    expect(await read()).toContain(`UID:${uid}\r\nDTSTAMP:20261124T130000Z\r\nDTSTART:20261125T123000Z`);
    await request(`POST /api/schedules/${body.id}/skip/`);
    expect(await read()).not.toContain(uid);
  });

  test('reaches less far where a schedule sends every few minutes', async () => {
    const { request } = await testServer();
    const often = { when: 'a cada 10 minutos', text: 'Oi', numbers: ['11987654321'] };
    expect((await request('POST /api/schedules/', often)).status).toBe(201);
    for (let more = 0; more < 2; more++) await request('POST /api/schedules/', often);
    const { status, body } = await request(`GET ${URL}`);
    expect(status).toBe(200);
    expect(body.match(/BEGIN:VEVENT/g).length).toBeLessThanOrEqual(5_000);
  });

  test.for([
    ['a wrong token', '?token=errado'],
    ['none', ''],
    ['two', '?token=a&token=b'],
  ] as const)('with %s is a 401', async ([, query]) => {
    const { request } = await testServer();
    expect((await request(`GET ${URL}${query}`, undefined, { scope: null })).status).toBe(401);
  });

  test('is the only address that takes a token so', async () => {
    const { request } = await testServer();
    const answer = await request(`GET /api/contacts/?token=${tokenOf('read')}`, undefined, { scope: null });
    expect(answer.status).toBe(401);
  });
});

test('no line of a calendar is longer than 75 octets, and none is cut inside a letter', () => {
  const at = Temporal.Instant.from('2026-11-25T12:00:00Z');
  const summary = 'ção 🎂 '.repeat(40);
  const text = calendar('x', [{ uid: 'u', at, summary, description: '' }], at);
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${summary}`);
});
