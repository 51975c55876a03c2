import type { FastifyInstance } from 'fastify';

/** How the stores are, asked at each look. */
export interface Health {
  /** Whether the database answers. */
  database(): Promise<boolean>;
  /** The alarm clock's store; without it sends go on, found by the reconciler's scan. */
  jobStore(): 'ok' | 'connecting' | 'down';
}

/** `/healthz`: this process lives. `/readyz`: it can serve; a missing job store is a degradation, not an outage. */
export function registerHealth(app: FastifyInstance, health: Health): void {
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok' }));
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    const isUp = await health.database().catch(() => false);
    const jobs = health.jobStore();
    const status = isUp ? (jobs === 'ok' ? 'ok' : 'degraded') : 'unavailable';
    return reply.code(isUp ? 200 : 503).send({ status, database: isUp ? 'ok' : 'down', jobs });
  });
}
