import type { RecipientType, UnmadeRun } from '../db/entities/index.ts';
import { toSqlInstant } from '../db/instant-type.ts';
import { jsonRows } from '../db/json-rows.ts';
import { type Em, isSqlite } from '../db/orm.ts';
import { changeRows } from '../db/statements.ts';
import { UserError } from '../errors.ts';
import { latest } from '../schedule/instants.ts';
import type { EmptyRun } from './empty-run.ts';
import { type Addressed, type ChatTarget, expandAll } from './expand-recipients.ts';
import { renderFor } from './message-text.ts';
import { suppressedAmong } from './suppress.ts';
import type { Work } from './work.ts';

/** Deliveries that one transaction makes of a run: with their texts they take some ten milliseconds. */
export const AT_ONCE = 500;

/** An occurrence that starts, with what its schedule says at that moment. */
export interface Run extends UnmadeRun {
  occurrence: number;
  schedule: number;
  plannedAt: Temporal.Instant;
  dueAt: Temporal.Instant;
}

/** What became of a run. */
export interface Made {
  /** Why nothing will go out; null where something may. */
  empty: EmptyRun | null;
  /** Whether some of its deliveries are still to be made. */
  isUnmade: boolean;
}

/**
 * Makes the deliveries of runs, one for each chat, with their text: a few statements for all of them.
 *
 * @param atOnce of a run with more chats than this only so many; what it is is kept, for `finishRun` to go on
 * @returns what became of each, in the order given
 */
export async function makeDeliveries(
  { em, now }: Pick<Work, 'em' | 'now'>,
  runs: readonly Run[],
  atOnce = Number.POSITIVE_INFINITY,
): Promise<Made[]> {
  const targets = await expandAll(em, runs.map(addressed));
  const first = targets.map(chats => (chats.length > atOnce ? chats.slice(0, atOnce) : chats));
  const withSomebody = await insertDeliveries(
    { em, now },
    runs.map((run, index) => ({ run, targets: first[index]!, startedAt: latest(now, run.dueAt) })),
  );
  const made = targets.map((chats, index): Made => {
    const isUnmade = chats.length > atOnce;
    if (chats.length === 0) return { empty: 'no_recipients', isUnmade };
    return { empty: isUnmade || withSomebody.has(runs[index]!.occurrence) ? null : 'all_opted_out', isUnmade };
  });
  for (const [index, run] of runs.entries()) if (made[index]!.isUnmade) await keepUnmade(em, run);
  return made;
}

/** Whom a run is for. */
export const addressed = ({ recipients, plannedAt, timezone }: Run): Addressed => ({
  recipients,
  on: plannedAt.toZonedDateTimeISO(timezone).toPlainDate(),
});

/** Chats of a run whose deliveries are to be made. */
export interface Part {
  run: Run;
  targets: readonly ChatTarget[];
  /** Nothing leaves before it. */
  startedAt: Temporal.Instant;
  /** Its schedule was cancelled meanwhile: what would have gone out is in the log, and stays. */
  isCancelled?: boolean;
}

/**
 * Makes these deliveries; those that are there already stay as they are.
 *
 * @returns the occurrences that have a delivery to somebody who did not ask to stop
 */
export async function insertDeliveries(
  { em, now }: Pick<Work, 'em' | 'now'>,
  parts: readonly Part[],
): Promise<ReadonlySet<number>> {
  const keys = new Set(parts.flatMap(part => part.targets.map(target => target.key)));
  const optedOut = await suppressedAmong(em, [...keys]);
  const rows = parts.flatMap(part => deliveriesOf(part, optedOut, now));
  if (rows.length > 0) await insert(em, rows);
  return new Set(rows.filter(({ status }) => status !== 'skipped').map(row => Number(row.occurrence_id)));
}

async function keepUnmade(em: Em, run: Run): Promise<void> {
  const { evolutionConfig, timezone, content, mentionAll, sendWithinMinutes, recipients } = run;
  const unmade: UnmadeRun = { evolutionConfig, timezone, content, mentionAll, sendWithinMinutes, recipients };
  await changeRows(em, 'update occurrences set unmade = ? where id = ?', [JSON.stringify(unmade), run.occurrence]);
}

const COLUMNS = {
  ...({ occurrence_id: 'id', schedule_id: 'id', evolution_config_id: 'id' } as const),
  ...({ recipient_key: 'key', recipient_type: 'key', recipient_id: 'id', recipient_name: 'key' } as const),
  ...({ to_group: 'flag', jid: 'key', text: 'text', mention_all: 'flag', status: 'key', reason: 'key' } as const),
  ...({ due_at: 'key', next_attempt_at: 'key', give_up_at: 'key', created_at: 'key', updated_at: 'key' } as const),
};

interface DeliveryRow extends Record<keyof typeof COLUMNS, string | number | null> {
  recipient_type: RecipientType;
  status: 'queued' | 'skipped' | 'failed' | 'cancelled';
}

async function insert(em: Em, rows: readonly DeliveryRow[]): Promise<void> {
  const names = Object.keys(COLUMNS).join(', ');
  // Two processes may finish one run. "where true": without it SQLite takes the alias for the beginning of the upsert's ON.
  const twice = isSqlite(em) ? 'on conflict do nothing' : 'on duplicate key update deliveries.id = deliveries.id';
  const sql = `insert into deliveries (${names}) select ${names} from ${jsonRows(em, COLUMNS)} given where true ${twice}`;
  await changeRows(em, sql, [JSON.stringify(rows)]);
}

function deliveriesOf(
  { run, targets, startedAt: started, isCancelled = false }: Part,
  optedOut: ReadonlySet<string>,
  now: Temporal.Instant,
): DeliveryRow[] {
  const [startedAt, madeAt] = [toSqlInstant(started), toSqlInstant(now)];
  const common = {
    ...{ occurrence_id: run.occurrence, schedule_id: run.schedule, evolution_config_id: run.evolutionConfig },
    ...{ mention_all: Number(run.mentionAll), due_at: toSqlInstant(run.dueAt), next_attempt_at: startedAt },
    ...{ give_up_at: toSqlInstant(started.add({ minutes: run.sendWithinMinutes })) },
    ...{ created_at: madeAt, updated_at: madeAt },
  };
  return targets.map(target => {
    const { text, fault } = textFor(run, target);
    return {
      ...{ recipient_key: target.key, recipient_type: target.type, recipient_id: target.id },
      ...{ recipient_name: target.name, to_group: Number(target.type === 'group'), jid: target.jid, text },
      ...common,
      ...(isCancelled ? CANCELLED : stateOf(optedOut.has(target.key), fault)),
    };
  });
}

const CANCELLED = { status: 'cancelled', reason: 'schedule_cancelled' } as const;

function stateOf(isOptedOut: boolean, fault: string | null): Pick<DeliveryRow, 'status' | 'reason'> {
  if (isOptedOut) return { status: 'skipped', reason: 'opted_out' };
  return fault === null ? { status: 'queued', reason: null } : { status: 'failed', reason: fault };
}

/** The text for one chat, or why there is none: a contact that joined a list may lack what the template needs. */
function textFor(run: Run, target: ChatTarget): { text: string; fault: string | null } {
  try {
    const when = { at: run.plannedAt, timezone: run.timezone };
    return { text: renderFor(target, run.content, when), fault: null };
  } catch (error) {
    if (error instanceof UserError) return { text: '', fault: error.code };
    throw error;
  }
}
