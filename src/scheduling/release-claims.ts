import { InboxEvent, OutboxMessage } from '../db/entities/index.ts';
import { runWork, SYSTEM, type WorkDeps } from './work.ts';

/** An instant at which every lease has run out. */
const LONG_AGO = Temporal.Instant.fromEpochMilliseconds(0);

/**
 * Gives back what a process that died had claimed in the inbox and outbox, without waiting for its leases. Only for a
 * database that no other process can be using: at the start on an embedded one.
 */
export function releaseClaims(deps: WorkDeps): Promise<void> {
  return runWork(deps, SYSTEM, async ({ em }) => {
    await em.nativeUpdate(InboxEvent, { leaseUntil: { $ne: null } }, { leaseUntil: LONG_AGO });
    await em.nativeUpdate(OutboxMessage, { leaseUntil: { $ne: null } }, { leaseUntil: LONG_AGO });
  });
}
