import { Delivery } from '../db/entities/index.ts';
import { databaseNow } from '../db/orm.ts';
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
 * left, so it is `uncertain` and is not sent again. (The gateway's `send.message` event may still settle it.)
 *
 * @param options.all also those whose lease still holds: right after the start of the only process there can be
 * @returns how many were found
 */
export async function expireLeases(deps: DeliveryDeps, options: { all?: boolean } = {}): Promise<number> {
  return runWork(deps.work, SYSTEM, async ({ em, now }) => {
    const expired = options.all ? {} : { leaseUntil: { $lt: await databaseNow(em) } };
    return em.nativeUpdate(
      Delivery,
      { status: 'sending', ...expired },
      { status: 'uncertain', reason: 'interrupted', claimedBy: null, leaseUntil: null, updatedAt: now },
    );
  });
}
