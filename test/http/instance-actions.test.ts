import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeGateway, startFakeGateway } from '../../bench/fake-gateway.ts';
import { EvolutionConfig } from '../../src/db/entities/index.ts';
import { createEvolutionClient } from '../../src/whatsapp/evolution-client.ts';
import { testServer } from './test-server.ts';

const OURS = 'https://loja.example/webhooks/evolution';
const THEIRS = { url: 'https://outro.example/gancho', headers: {} };

let gateway: FakeGateway;
let client: ReturnType<typeof createEvolutionClient>;
beforeEach(async () => {
  gateway = await startFakeGateway();
  client = createEvolutionClient(gateway);
});
afterEach(async () => {
  await client.close();
  await gateway.close();
});

/** A server whose instance is at the fake gateway. */
async function connected() {
  const server = await testServer({ channelFor: async () => client });
  return { ...server, path: `/api/evolution-configs/${server.instance.id}/` };
}

test('webhook/ registers ours with its secret, and the instance shows it', async () => {
  const { request, path, instance } = await connected();
  const answer = await request(`POST ${path}webhook/`);
  expect(answer).toMatchObject({ status: 200, body: { state: 'registered', url: OURS } });
  expect(gateway.webhook).toEqual({ url: OURS, headers: { 'x-webhook-secret': `segredo ${instance.id}` } });
  expect((await request(`GET ${path}`)).body.webhook).toEqual({ state: 'registered', url: OURS });
});

test('webhook/ leaves that of somebody else alone until it is told to replace it', async () => {
  const { request, path } = await connected();
  gateway.webhook = THEIRS;
  expect((await request(`POST ${path}webhook/`)).body).toEqual({ state: 'foreign', url: THEIRS.url });
  expect(gateway.webhook).toEqual(THEIRS);
  expect((await request(`POST ${path}webhook/`, { replace: true })).body.state).toBe('registered');
  expect(gateway.webhook?.url).toBe(OURS);
});

test.for([
  ['open', { url: OURS, headers: {} }, true, 'registered'],
  ['open', THEIRS, false, 'foreign'],
  ['open', null, false, 'missing'],
  ['close', { url: OURS, headers: {} }, false, 'registered'],
] as const)(
  'test/ of an instance that is %s with the webhook %o says ok: %s',
  async ([state, webhook, isFine, found]) => {
    const { request, path } = await connected();
    Object.assign(gateway, { state, webhook });
    const { status, body } = await request(`POST ${path}test/`);
    expect({ status, body }).toEqual({
      status: 200,
      body: { ok: isFine, state, own_jid: '5511900000000@s.whatsapp.net', webhook: found, problem: null },
    });
    expect(gateway.accepted).toEqual([]);
  },
);

test('test/ tells what is wrong with a gateway that cannot be asked', async () => {
  const { request, path } = await connected();
  await gateway.close();
  const { status, body } = await request(`POST ${path}test/`);
  expect({ status, body }).toMatchObject({ status: 200, body: { ok: false, problem: 'gateway_unreachable' } });
});

test('connect/ hands on how to pair, for the number as it is kept', async () => {
  const asked: (string | undefined)[] = [];
  const channel = {
    ...client,
    async connect(phone?: string) {
      asked.push(phone);
      return {
        state: 'connecting' as const,
        qrText: '2@x',
        qrImage: 'data:image/png;base64,AA',
        pairingCode: 'ABCD1234',
      };
    },
  };
  const { request, instance } = await testServer({ channelFor: async () => channel });
  const answer = await request(`POST /api/evolution-configs/${instance.id}/connect/`, { phone: '(11) 8765-4321' });
  expect(answer).toMatchObject({
    status: 200,
    body: { state: 'connecting', qr_text: '2@x', qr_image: 'data:image/png;base64,AA', pairing_code: 'ABCD1234' },
  });
  expect(asked).toEqual(['+5511987654321']);
});

test('pairing and webhooks are for those who may do everything', async () => {
  const { request, path } = await connected();
  expect((await request(`POST ${path}connect/`, undefined, { scope: 'manage' })).status).toBe(403);
  expect((await request(`POST ${path}webhook/`, undefined, { scope: 'manage' })).status).toBe(403);
});

test('pause/ stops a number until resume/, which ends whatever stopped it', async () => {
  const { request, path, instance, database } = await connected();
  const paused = await request(`POST ${path}pause/`, { reason: 'férias' });
  expect(paused).toMatchObject({ status: 200, body: { pause_reason: 'férias', resume_at: null, waiting: 0 } });
  const at = Temporal.Instant.from('2026-11-24T13:00:00Z');
  await database.em.nativeUpdate(EvolutionConfig, instance.id, {
    ...{ resumeAt: at, pauseReason: 'failures:gateway_failed', failuresInRow: 5, failingCode: 'gateway_failed' },
    ...{ state: 'restricted', stateAt: at, restrictedAt: at, restrictedUntil: at },
  });
  expect((await request(`GET ${path}`)).body).toMatchObject({
    ...{ state: 'restricted', pause_reason: 'failures:gateway_failed' },
    ...{ resume_at: '2026-11-24T10:00:00-03:00', restricted_at: '2026-11-24T10:00:00-03:00' },
  });
  const resumed = await request(`POST ${path}resume/`);
  expect(resumed.body).toMatchObject({ state: 'open', paused_at: null, pause_reason: null, resume_at: null });
  expect(resumed.body).toMatchObject({ restricted_at: null, restricted_until: null });
  expect(await database.em.findOneOrFail(EvolutionConfig, instance.id)).toMatchObject({ failuresInRow: 0 });
});

test.for(['pause/', 'resume/'])('%s is for admins, on the version that they saw', async action => {
  const { request, path } = await connected();
  expect((await request(`POST ${path}${action}`, undefined, { scope: 'manage' })).status).toBe(403);
  expect((await request(`POST ${path}${action}`, undefined, { headers: { 'if-match': '"7"' } })).status).toBe(412);
});
