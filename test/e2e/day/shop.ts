import { DatabaseSync } from 'node:sqlite';
import { startFakeGateway } from '../../../bench/fake-gateway.ts';
import { toSqlInstant } from '../../../src/db/instant-type.ts';
import {
  freePort,
  gatewayEnv,
  type ServerProcess,
  startServer,
  temporaryFolder,
  until,
} from '../../helpers/server-process.ts';
import { PACE } from './pace.ts';

/** Rows that somebody still has to work on; what a silence holds for hours is none of them. */
const UNDER_WAY = `
  select (select count(*) from inbox_events where status = 'pending')
       + (select count(*) from outbox_messages where status in ('queued', 'sending'))
       + (select count(*) from deliveries where status in ('queued', 'sending') and next_attempt_at < ?)
       + (select count(*) from occurrences where status = 'firing')
       + (select count(*) from deliveries d where occurrence_id is null and status = 'failed'
            and not exists (select 1 from delivery_notes n where n.delivery_id = d.id and n.code = 'told')) as n`;
/** A run is called done, and a failure told, by a sweep that comes every few seconds. */
const SETTLE_MS = 30_000;

/**
 * A shop's installation: a real server process with its own data and clock, and a gateway that counts.
 */
export async function openShop() {
  const gateway = await startFakeGateway();
  const folder = temporaryFolder();
  const port = await freePort();
  let server: ServerProcess | null = null;
  let openedAt = '';
  let openedAtMs = 0;

  const api = async (method: string, path: string, token: string | null, body: unknown) => {
    const reply = await fetch(`${server?.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Token ${token}` } : {}) },
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as Record<string, string>;
  };

  return {
    gateway,
    /** The shop's time: of its own clock, or a little later. */
    now: () => {
      const milliseconds = Math.ceil((performance.now() - openedAtMs) * PACE);
      return Temporal.Instant.from(openedAt).add({ milliseconds });
    },
    /** Starts the server, whose clock begins at `at` (ISO 8601 with offset). */
    async start(at: string) {
      const env = { ...gatewayEnv(gateway), DATA_DIR: folder.path, TEST_STARTS_AT: at };
      openedAt = at;
      openedAtMs = performance.now();
      server = await startServer({ port, env, preload: ['test/e2e/day/starts-at.ts'] });
      await until(() => gateway.webhook !== null, 10_000, 'the webhook’s registration');
    },
    /** Gives the owner her name, and lets messages leave without a gap. */
    async setUp(owner: string) {
      const { token } = await api('POST', '/api-token-auth/', null, { username: 'admin', password: 'senha-de-teste' });
      await api('PATCH', '/api/evolution-configs/1/', token!, { pace: 'livre' });
      await api('PATCH', '/api/admins/1/', token!, { name: owner });
    },
    kill: () => server?.kill(),
    stop: () => server?.stop(),
    /** Waits until what was written is answered, and what is due by now has left. */
    async settle() {
      const soon = toSqlInstant(Temporal.Instant.from(openedAt).add({ hours: 1 }));
      await until(() => {
        const db = new DatabaseSync(`${folder.path}/agendador.sqlite`, { readOnly: true });
        try {
          return db.prepare(UNDER_WAY).get(soon)?.n === 0;
        } finally {
          db.close();
        }
      }, SETTLE_MS);
    },
    async close() {
      await server?.kill();
      await gateway.close();
      folder.remove();
    },
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;
