import type { FastifyBaseLogger } from 'fastify';
import { type DestinationStream, pino } from 'pino';

/** What may sit in logged objects and opens doors. Bodies and headers are not logged at all; this is the second fence. */
const SECRETS = ['authorization', 'x-webhook-secret', 'apikey', 'api_key', 'token', 'password'];

/**
 * The program's logger: JSON lines, or readable ones where a developer watches.
 *
 * @param destination where the lines go instead of to standard output
 */
export function createLogger(
  options: { LOG_LEVEL: string; DEBUG: boolean },
  destination?: DestinationStream,
): FastifyBaseLogger {
  const paths = ['', '*', '*.*'].flatMap(depth => SECRETS.map(name => `${depth}["${name}"]`));
  const settings = {
    level: options.LOG_LEVEL,
    redact: { paths, censor: '…' },
  };
  if (destination) return pino(settings, destination);
  return pino(options.DEBUG ? { ...settings, transport: { target: 'pino-pretty' } } : settings);
}
