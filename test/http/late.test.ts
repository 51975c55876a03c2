import { expect, test } from 'vitest';
import { Delivery, InboxEvent } from '../../src/db/entities/index.ts';
import { LATE_MESSAGES } from '../../src/scheduling/late/late-question.ts';
import { type TestServer, testServer } from './test-server.ts';

/** What `/enviar` sent to two people at 10:00, held because it is late. */
async function held(server: TestServer): Promise<number[]> {
  const answer = await server.request('POST /api/messages/', { text: 'Oi', numbers: ['11987654321', '11987654322'] });
  expect(answer.status).toBe(202);
  await server.database.em.nativeUpdate(Delivery, {}, { status: 'held', reason: 'late' });
  return (await server.database.em.find(Delivery, {}, { orderBy: { id: 'asc' } })).map(({ id }) => id);
}

const logs = async ({ database }: TestServer) =>
  (await database.em.find(Delivery, {}, { orderBy: { id: 'asc' } })).map(({ status, reason }) => [
    status,
    reason ?? null,
  ]);

test('late messages are listed, decided about together, and only once', async () => {
  const server = await testServer();
  const ids = await held(server);
  const list = await server.request('GET /api/logs/?status=held');
  expect(list.body.results).toMatchObject([{ reason: 'late' }, { reason: 'late' }]);
  expect(await server.request('POST /api/logs/late/', { send: true })).toMatchObject({
    status: 200,
    body: { decided: ids },
  });
  expect(await logs(server)).toEqual([
    ['queued', null],
    ['queued', null],
  ]);
  const again = await server.request('POST /api/logs/late/', { send: true });
  expect(again).toMatchObject({ status: 409, body: { code: 'nothing_late' } });
});

test('some of them are left out; one of them is sent by itself', async () => {
  const server = await testServer();
  const [first, second] = await held(server);
  await server.request('POST /api/logs/late/', { send: false, logs: [first] });
  expect((await server.request(`POST /api/logs/${second}/retry/`)).status).toBe(200);
  expect(await logs(server)).toEqual([
    ['cancelled', 'left_out'],
    ['queued', null],
  ]);
  const { body } = await server.request(`GET /api/logs/${first}/why/`);
  expect(body.steps.map((step: { code: string }) => step.code)).toContain('decided');
});

test('who may only read decides nothing, and what is no answer is refused', async () => {
  const server = await testServer();
  await held(server);
  expect((await server.request('POST /api/logs/late/', { send: true }, { scope: 'read' })).status).toBe(403);
  expect((await server.request('POST /api/logs/late/', {})).status).toBe(400);
  expect((await server.request('POST /api/logs/late/', { send: 'sim' })).status).toBe(400);
});

test('the end of a silence over the API holds what is too old, and lets the rest go', async () => {
  const server = await testServer();
  await server.request('POST /api/silences/', {});
  const send = (number: string) => server.request('POST /api/messages/', { text: 'Oi', numbers: [number] });
  await send('11987654321');
  server.clock.advance({ minutes: 61 });
  await send('11987654322');
  await server.database.em.nativeUpdate(Delivery, {}, { reason: 'silence' });
  expect((await server.request('DELETE /api/silences/1/')).status).toBe(204);
  expect(await logs(server)).toEqual([
    ['held', 'late'],
    ['queued', 'silence'],
  ]);
  expect(await server.database.em.count(InboxEvent, { kind: LATE_MESSAGES })).toBe(0); // nobody commands by chat here
});
