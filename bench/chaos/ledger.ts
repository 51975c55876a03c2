import type { AcceptedMessage } from '../fake-gateway.ts';
import type { Kept } from './promises.ts';

/** A row of the product's own books. */
export interface Booked {
  id: number;
  jid: string;
  text: string;
  status: string;
  reason: string | null;
}

/** Every promise in exactly one of the first five; the faults say which and why. */
export interface Ledger {
  promised: number;
  /** Once at the gateway, and the books say so. */
  arrived: number;
  /** In doubt, and a person was told or asked. */
  asked: number;
  /** Did not arrive, and a person was told. */
  failedAndTold: number;
  doubled: number;
  /** Neither arrived nor anybody told; or the books say something that is not so. */
  lost: number;
  faults: readonly string[];
}

const ARRIVED = ['sent', 'delivered', 'read'];
const DOUBTFUL = ['uncertain'];

const keyOf = (number: string, text: string) => `${number} ${text}`;

/**
 * Holds what was promised against what the gateway counted and what the product wrote down.
 *
 * @param notices what the owner was sent, as the gateway counted it
 */
export function ledgerOf(
  promises: readonly Kept[],
  accepted: readonly AcceptedMessage[],
  booked: readonly Booked[],
  notices: readonly string[],
): Ledger {
  const arrivals = countBy(accepted, ({ number, text }) => keyOf(number, text));
  const rows = Map.groupBy(booked, ({ jid, text }) => keyOf(jid.replace(/@s\.whatsapp\.net$/, ''), text));
  const totals = { arrived: 0, asked: 0, failedAndTold: 0, doubled: 0, lost: 0 };
  const faults: string[] = [];
  for (const promise of promises) {
    const key = keyOf(promise.number, promise.text);
    const times = arrivals.get(key) ?? 0;
    const [row, ...more] = rows.get(key) ?? [];
    const verdict = judge(times, row, more.length, of => wasTold(promise, notices, of));
    totals[verdict.as]++;
    if (verdict.fault) faults.push(`${key} (delivery ${row?.id ?? 'none'}): ${verdict.fault}`);
  }
  return { promised: promises.length, ...totals, faults };
}

type Verdict = { as: keyof Omit<Ledger, 'promised' | 'faults'>; fault?: string };

function judge(times: number, row: Booked | undefined, rowsMore: number, told: (of: Told) => boolean): Verdict {
  if (times > 1) return { as: 'doubled', fault: `arrived ${times} times` };
  if (rowsMore > 0) return { as: 'doubled', fault: `has ${rowsMore + 1} rows` };
  if (!row) return noRow(times, told);
  const state = `${row.status}${row.reason ? ` (${row.reason})` : ''}`;
  if (ARRIVED.includes(row.status))
    return times === 1 ? { as: 'arrived' } : { as: 'lost', fault: `never arrived, and is ${state}` };
  if (DOUBTFUL.includes(row.status))
    return told('doubt') ? { as: 'asked' } : { as: 'lost', fault: `is ${state}, and nobody was asked` };
  if (row.status !== 'failed' && row.status !== 'skipped') return { as: 'lost', fault: `is still ${state}` };
  if (times > 0) return { as: 'lost', fault: `arrived, and is ${state}` };
  return told('failure') ? { as: 'failedAndTold' } : { as: 'lost', fault: `is ${state}, and nobody was told` };
}

/** A command that came too early or too late is offered, and done only when she says so. */
function noRow(times: number, told: (of: Told) => boolean): Verdict {
  if (times > 0) return { as: 'lost', fault: 'arrived, and has no row' };
  return told('offer') ? { as: 'asked' } : { as: 'lost', fault: 'has no row' };
}

type Told = 'doubt' | 'failure' | 'offer';

/** What a message says of it: any that only names the schedule would not do. */
const SAYS: Readonly<Record<Told, RegExp>> = {
  doubt: /ter chegado/,
  failure: /não (?:foi entregue|foram entregues)/,
  offer: /Quer que eu faça agora|Ainda quer que eu faça/,
};

/**
 * Whether the owner has got a message about it, counted at the gateway: what the product's books say of it is not asked.
 * It names the schedule (`nº *42*`); of `/enviar` the number that it was for, or what she wrote.
 */
function wasTold({ scheduleId, number, text }: Kept, notices: readonly string[], of: Told): boolean {
  const names =
    scheduleId === null
      ? (notice: string) => notice.includes(`${text}”`) || notice.replace(/\D/g, '').includes(number.slice(4))
      : (notice: string) => notice.includes(`nº *${scheduleId}*`);
  return notices.some(notice => SAYS[of].test(notice) && names(notice));
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
