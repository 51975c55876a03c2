import type { RecipientType } from '../db/entities/index.ts';
import { toSqlInstant } from '../db/instant-type.ts';
import { jsonRows } from '../db/json-rows.ts';
import type { Em } from '../db/orm.ts';
import { changeRows } from '../db/statements.ts';
import { UserError } from '../errors.ts';
import { type ChatTarget, expandAll } from './expand-recipients.ts';
import { type MessageContent, renderFor } from './message-text.ts';
import type { RecipientInput } from './recipients.ts';
import { suppressedAmong } from './suppress.ts';
import type { Work } from './work.ts';

/** An occurrence that starts, with what its schedule says at that moment. */
export interface Run {
  occurrence: number;
  schedule: number;
  evolutionConfig: number;
  plannedAt: Temporal.Instant;
  dueAt: Temporal.Instant;
  timezone: string;
  content: MessageContent;
  mentionAll: boolean;
  sendWithinMinutes: number;
  recipients: readonly RecipientInput[];
}

/**
 * Makes the deliveries of runs, one for each chat, with their text: a few statements for all of them.
 *
 * @returns how many chats each run has, in the order given
 */
export async function makeDeliveries({ em, now }: Pick<Work, 'em' | 'now'>, runs: readonly Run[]): Promise<number[]> {
  const sends = runs.map(({ recipients, plannedAt, timezone }) => ({
    recipients,
    on: plannedAt.toZonedDateTimeISO(timezone).toPlainDate(),
  }));
  const targets = await expandAll(em, sends);
  const optedOut = await suppressedAmong(em, [...new Set(targets.flat().map(target => target.key))]);
  const rows = runs.flatMap((run, index) => deliveriesOf(run, targets[index]!, optedOut, now));
  if (rows.length > 0) await insert(em, rows);
  return targets.map(chats => chats.length);
}

const COLUMNS = {
  ...({ occurrence_id: 'id', schedule_id: 'id', evolution_config_id: 'id' } as const),
  ...({ recipient_key: 'key', recipient_type: 'key', recipient_id: 'id', recipient_name: 'key' } as const),
  ...({ to_group: 'flag', jid: 'key', text: 'text', mention_all: 'flag', status: 'key', reason: 'key' } as const),
  ...({ due_at: 'key', next_attempt_at: 'key', give_up_at: 'key', created_at: 'key', updated_at: 'key' } as const),
};

interface DeliveryRow extends Record<keyof typeof COLUMNS, string | number | null> {
  recipient_type: RecipientType;
  status: 'queued' | 'skipped' | 'failed';
}

async function insert(em: Em, rows: readonly DeliveryRow[]): Promise<void> {
  const names = Object.keys(COLUMNS).join(', ');
  // "where true": without it SQLite would take the alias for the beginning of an upsert's ON.
  const sql = `insert into deliveries (${names}) select ${names} from ${jsonRows(em, COLUMNS)} given where true`;
  await changeRows(em, sql, [JSON.stringify(rows)]);
}

function deliveriesOf(
  run: Run,
  targets: readonly ChatTarget[],
  optedOut: ReadonlySet<string>,
  now: Temporal.Instant,
): DeliveryRow[] {
  const startedAt = toSqlInstant(now);
  const common = {
    ...{ occurrence_id: run.occurrence, schedule_id: run.schedule, evolution_config_id: run.evolutionConfig },
    ...{ mention_all: Number(run.mentionAll), due_at: toSqlInstant(run.dueAt), next_attempt_at: startedAt },
    ...{ give_up_at: toSqlInstant(now.add({ minutes: run.sendWithinMinutes })) },
    ...{ created_at: startedAt, updated_at: startedAt },
  };
  return targets.map(target => {
    const { text, fault } = textFor(run, target);
    return {
      ...{ recipient_key: target.key, recipient_type: target.type, recipient_id: target.id },
      ...{ recipient_name: target.name, to_group: Number(target.type === 'group'), jid: target.jid, text },
      ...common,
      ...stateOf(optedOut.has(target.key), fault),
    };
  });
}

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
