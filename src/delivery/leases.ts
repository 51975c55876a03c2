import { LockMode } from '@mikro-orm/core';
import { Delivery } from '../db/entities/index.ts';
import { databaseNow } from '../db/orm.ts';
import { noteAll } from '../scheduling/trail.ts';
import { runWork, SYSTEM } from '../scheduling/work.ts';
import { LEASE_SECONDS } from './claim.ts';
import type { DeliveryDeps } from './deps.ts';

/** How often a process says that it is alive. A third of the lease: two renewals may fail. */
export const RENEW_MS = (LEASE_SECONDS * 1000) / 3;

/** Renews the claims of this process; call every {@link RENEW_MS}. */
export async function renewLeases(deps: DeliveryDeps): Promise<void> {
  await runWork(deps.work, SYSTEM, async ({ em }) => {
    const leaseUntil = (await databaseNow(em)).add({ seconds: LEASE_SECONDS });
    await em.nativeUpdate(Delivery, { claimedBy: deps.processId, status: 'sending' }, { leaseUntil });
  });
}

/**
 * A lease that ran out belongs to a process that died while its message was on the way: nobody knows whether it
 * left, so it is `uncertain`, and what became of it is found out (reconcile.ts) before anything else is done about it.
 *
 * @param options.all also those whose lease still holds: right after the start of the only process there can be
 * @returns how many were found
 */
export async function expireLeases(deps: DeliveryDeps, options: { all?: boolean } = {}): Promise<number> {
  return runWork(deps.work, SYSTEM, async work => {
    const { em, now } = work;
    const expired = options.all ? {} : { leaseUntil: { $lt: await databaseNow(em) } };
    const interrupted = await em.find(
      Delivery,
      { status: 'sending', ...expired },
      { fields: ['evolutionConfig'], lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    if (interrupted.length === 0) return 0;
    await noteAll(work, interrupted, 'interrupted');
    return em.nativeUpdate(
      Delivery,
      { id: { $in: interrupted.map(({ id }) => id) } },
      { status: 'uncertain', reason: 'interrupted', claimedBy: null, leaseUntil: null, updatedAt: now },
    );
  });
}
