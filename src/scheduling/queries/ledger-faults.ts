import { AuditEntry } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';

/** Of the audit: the hourly proof found something (`after.faults`), or nothing any more. */
export const LEDGER_FAULT = 'ledger.fault';
export const LEDGER_CLOSED = 'ledger.closed';

/** What the proof last noted; null when it has never found anything. */
export async function lastAudit(em: Em): Promise<AuditEntry | null> {
  const [entry] = await em.find(AuditEntry, { entityType: 'ledger' }, { orderBy: { id: 'desc' }, limit: 1 });
  return entry ?? null;
}

/** How many rows break which law, as of the last audit. */
export async function ledgerFaults(em: Em): Promise<Record<string, number>> {
  const faults = ((await lastAudit(em))?.after?.faults ?? []) as { law: string; count: number }[];
  return Object.fromEntries(faults.map(({ law, count }) => [law, count]));
}
