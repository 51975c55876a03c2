import { toSqlInstant } from '../db/instant-type.ts';
import { selectRows } from '../db/statements.ts';
import type { DeliveryDeps } from './deps.ts';

/**
 * Opens the connections that the messages of a moment will need, with a question that costs the gateway nothing: so that
 * a handshake (two, with TLS) lies before the instant and not after it. The client keeps them open for some seconds.
 *
 * @returns when the questions are on their way; their answers are nobody's, and a gateway that is away is found by the
 *   send itself
 */
export async function warmUp(deps: DeliveryDeps, from: Temporal.Instant, until: Temporal.Instant): Promise<void> {
  const rows = await selectRows<{ id: number; concurrency: number; messages: number }>(
    deps.work.em.fork(),
    `select c.id, c.concurrency, count(*) as messages from evolution_configs c
       join deliveries d on d.evolution_config_id = c.id and d.status = 'queued' and d.to_group in (0, 1)
         and d.next_attempt_at > ? and d.next_attempt_at <= ?
       where c.paused_at is null group by c.id, c.concurrency`,
    [toSqlInstant(from), toSqlInstant(until)],
  );
  for (const { id, concurrency, messages } of rows) {
    const channel = await deps.channelFor(Number(id));
    const count = Math.min(Number(concurrency), Number(messages));
    for (let nth = 0; nth < count; nth++) channel.connectionState().catch(() => {});
  }
}
