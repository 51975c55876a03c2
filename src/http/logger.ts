import type { FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';

/** What may sit in logged objects and opens doors. Bodies and headers are not logged at all; this is the second fence. */
const SECRETS = ['authorization', 'x-webhook-secret', 'apikey', 'api_key', 'token', 'password'];

/** The program's logger: JSON lines, or readable ones where a developer watches. */
export function createLogger(options: { LOG_LEVEL: string; DEBUG: boolean }): FastifyBaseLogger {
  const paths = ['', '*', '*.*'].flatMap(depth => SECRETS.map(name => `${depth}["${name}"]`));
  return pino({
    level: options.LOG_LEVEL,
    redact: { paths, censor: '…' },
    ...(options.DEBUG ? { transport: { target: 'pino-pretty' } } : {}),
  });
}
