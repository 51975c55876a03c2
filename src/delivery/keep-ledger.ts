import { setTimeout as sleep } from 'node:timers/promises';
import { LockMode } from '@mikro-orm/core';
import { type AuditEntry, EvolutionConfig } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { audit } from '../scheduling/audit.ts';
import { LEDGER_CLOSED, LEDGER_FAULT, lastAudit } from '../scheduling/queries/ledger-faults.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import { auditLedger, type LedgerFault } from './audit-ledger.ts';
import type { DeliveryDeps } from './deps.ts';
import { owners, queueNotice } from './voices.ts';

const EVERY_MS = 60 * 60_000;
/** After a start there is a backlog to fire and leases to run out. */
const FIRST_MS = 5 * 60_000;
/** What is broken only for a moment is not broken: a fault has to be there twice. */
const AGAIN_MS = 15_000;

export interface LedgerKeeper {
  start(): void;
  /** Audits now. @returns what is broken */
  look(): Promise<LedgerFault[]>;
  stop(): void;
}

/**
 * Audits the ledger every hour (ledger-laws.ts). What does not add up is logged, kept in the audit, where `/metrics` of
 * every process finds it, and told to the owners once.
 *
 * @param options.againMs how long after a first sight to look again
 */
export function keepLedger(deps: DeliveryDeps, options: { againMs?: number } = {}): LedgerKeeper {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function look(): Promise<LedgerFault[]> {
    const read = () => auditLedger(deps.work.em.fork(), deps.work.clock.now());
    let faults = await read();
    if (faults.length > 0) {
      await sleep(options.againMs ?? AGAIN_MS, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return [];
      faults = seenTwice(faults, await read());
    }
    if (faults.length > 0) deps.logger.error({ faults }, 'the ledger does not add up');
    await runWork(deps.work, SYSTEM, work => report(work, deps, faults));
    return faults;
  }

  async function run(): Promise<void> {
    for (let waitMs = FIRST_MS; ; waitMs = EVERY_MS) {
      await sleep(waitMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      await look().catch(error => deps.logger.error({ err: error }, 'the ledger could not be audited'));
    }
  }

  return { start: () => void run(), look, stop: () => stopping.abort() };
}

function seenTwice(first: readonly LedgerFault[], second: readonly LedgerFault[]): LedgerFault[] {
  const before = new Map(first.map(({ law, ids }) => [law, ids]));
  return second.filter(({ law, ids }) => ids.some(id => before.get(law)?.includes(id)));
}

/** Notes what has changed since the last audit, and tells the owners of what is new. Of two processes, the second finds nothing new. */
async function report(work: Work, deps: Pick<DeliveryDeps, 'say'>, faults: readonly LedgerFault[]): Promise<void> {
  const { em, timezone, now } = work;
  const [config] = await em.find(
    EvolutionConfig,
    {},
    { orderBy: { isDefault: 'desc', id: 'asc' }, limit: 1, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const known = await knownFaults(em);
  const news = faults.filter(({ law, ids }) => ids.some(id => !known.get(law)?.includes(id)));
  const isOver = faults.length === 0 && known.size > 0;
  const isLess = faults.length > 0 && faults.length < known.size;
  if (news.length === 0 && !isOver && !isLess) return;
  await audit(work, {
    action: isOver ? LEDGER_CLOSED : LEDGER_FAULT,
    ...{ entityType: 'ledger', entityId: null, before: null, after: { faults: [...faults] } },
  });
  if (news.length === 0 || !config) return;
  await queueNotice(
    work,
    config,
    await owners(em),
    deps.say('avisos/conferencia', { timezone, now, faults: news.map(told) }),
  );
}

/** What the sentence of a fault uses. */
export const told = (fault: LedgerFault) => ({
  ...fault,
  template: `conferencia/${fault.law}`,
  more: fault.count - fault.ids.length,
});

async function knownFaults(em: Em): Promise<ReadonlyMap<string, readonly number[]>> {
  const entry: AuditEntry | null = await lastAudit(em);
  const faults = (entry?.after?.faults ?? []) as LedgerFault[];
  return new Map(faults.map(({ law, ids }) => [law, ids]));
}
