import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** How the stores are, asked at each look. */
export interface Health {
  /** Whether the database answers. */
  database(): Promise<boolean>;
  /** The alarm clock's store; without it sends go on, found by the reconciler's scan. */
  jobStore(): 'ok' | 'connecting' | 'down';
  /** How often the machine's clock has jumped since the start. */
  clockJumps?: () => number;
  /** How long the database may take to answer. */
  timeoutMs?: number;
}

/** Probes give up after a few seconds themselves, and then nobody learns which part it was. */
const TIMEOUT_MS = 2_000;

/** `/healthz`: this process lives. `/readyz`: it can serve; a missing job store is a degradation, not an outage. */
export function registerHealth(app: FastifyInstance, health: Health): void {
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok' }));
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    const isUp = await answersInTime(health);
    const jobs = health.jobStore();
    const status = isUp ? (jobs === 'ok' ? 'ok' : 'degraded') : 'unavailable';
    return reply.code(isUp ? 200 : 503).send({ status, database: isUp ? 'ok' : 'down', jobs });
  });
}

async function answersInTime({ database, timeoutMs = TIMEOUT_MS }: Health): Promise<boolean> {
  const timeout = new AbortController();
  const isLate = sleep(timeoutMs, false, { signal: timeout.signal }).catch(() => false);
  const isUp = await Promise.race([database().catch(() => false), isLate]);
  timeout.abort();
  return isUp;
}
