import { isEmptyRun } from '../../src/scheduling/empty-run.ts';
import type { AgendaEntry } from '../../src/scheduling/queries/agenda.ts';
import type { NamedRecipient } from '../../src/scheduling/queries/get-schedule.ts';

/** As many lines as somebody reads on a phone. */
export const LINES_SHOWN = 40;
/** A schedule with more sends on a day than this gets one line for all of them. */
const SENDS_EACH = 4;

/** A line of the agenda: one send, or all that a busy schedule has on a day. */
interface AgendaLine {
  id: number;
  title: string;
  status: string;
  first: Temporal.Instant;
  last: Temporal.Instant;
  count: number;
  recipients: { type: string; name: string }[];
  template: string | null;
  text: string;
}

/**
 * The sends of an agenda by day, as the reply lists them.
 *
 * @param entries in order
 * @returns at most `limit` lines, and how many were left out
 */
export function daysOf(
  entries: readonly AgendaEntry[],
  options: { recipients: ReadonlyMap<number, NamedRecipient[]>; timezone: string; limit: number },
): { days: { date: Temporal.Instant; lines: AgendaLine[] }[]; more: number } {
  const { recipients, timezone, limit } = options;
  const dayOf = ({ dueAt }: AgendaEntry) => dueAt.toZonedDateTimeISO(timezone).startOfDay().toInstant();
  const byDay = Map.groupBy(entries, entry => dayOf(entry).epochMilliseconds);
  let room = limit;
  let more = 0;
  const days = [...byDay].map(([date, ofDay]) => {
    const lines = linesOf(ofDay).map(run => lineOf(run, recipients));
    const shown = lines.slice(0, room);
    room -= shown.length;
    more += lines.length - shown.length;
    return { date: Temporal.Instant.fromEpochMilliseconds(date), lines: shown };
  });
  return { days: days.filter(({ lines }) => lines.length > 0), more };
}

/** The sends of a day, in the order of their first: each by itself, or those of a busy schedule together. */
function linesOf(entries: readonly AgendaEntry[]): AgendaEntry[][] {
  const alike = Map.groupBy(entries, entry => `${entry.schedule.id} ${statusOf(entry)}`);
  return [...alike.values()]
    .flatMap(run => (run.length > SENDS_EACH ? [run] : run.map(entry => [entry])))
    .sort(([one], [other]) => Temporal.Instant.compare(one!.dueAt, other!.dueAt));
}

function lineOf(run: readonly AgendaEntry[], recipients: ReadonlyMap<number, NamedRecipient[]>): AgendaLine {
  const first = run[0]!;
  const { id, title, template, text } = first.schedule;
  return {
    ...{ id, title, status: statusOf(first) },
    ...{ first: first.dueAt, last: run.at(-1)!.dueAt, count: run.length },
    recipients: (recipients.get(id) ?? []).map(({ type, name }) => ({ type, name })),
    template: template?.name ?? null,
    text: text ?? '',
  };
}

/** `nobody` for a run that is over and had nobody to send to: no ✅ for that. */
function statusOf({ occurrence }: AgendaEntry): string {
  return occurrence && isEmptyRun(occurrence) ? 'nobody' : (occurrence?.status ?? 'planned');
}
