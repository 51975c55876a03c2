import type { Schedule } from '../db/entities/index.ts';
import { sendsTheSame } from '../schedule/same-timing.ts';
import type { Content, ScheduleInput } from './create-schedule.ts';
import { distinctRecipients, keyOf, type RecipientInput } from './recipients.ts';
import { timedOf } from './timed.ts';

/** All that is said of a schedule, as the verbs take it. */
export function inputOf(schedule: Schedule): Omit<Required<ScheduleInput>, 'recipients' | 'receivedBy' | 'stored'> {
  const { rule, anchor, timezone, variables, template, text } = schedule;
  const content: Content = template ? { templateId: template.id, variables } : { text: text ?? '', variables };
  return {
    title: schedule.title,
    timed: { rule, anchor, timezone },
    skipHolidays: schedule.skipHolidays ?? null,
    content,
    mentionAll: schedule.mentionAll,
    evolutionConfigId: schedule.evolutionConfig.id,
    catchUp: schedule.catchUp,
    catchUpMinutes: schedule.catchUpMinutes,
    sendWithinMinutes: schedule.sendWithinMinutes,
    onUnknown: schedule.onUnknown,
  };
}

/** How a text was to be taken says nothing of what it is. */
const HOW = { isLiteral: undefined };

/**
 * What of these changes is not so already: what a client sends back as it read it, and what a person says again, is no
 * change. The same when in other words is none either, unless it names another first day.
 *
 * @param schedule with its template and instance loaded
 */
export function realChanges(
  schedule: Schedule,
  recipients: readonly RecipientInput[],
  changes: Partial<ScheduleInput>,
  now: Temporal.Instant,
): Partial<ScheduleInput> {
  const current = { ...inputOf(schedule), recipients };
  const isReal = ([field, value]: [string, unknown]) => {
    if (field === 'timed' || field === 'skipHolidays') return false; // the two together say when
    if (field === 'recipients') return !isSameList(value as RecipientInput[], recipients);
    const said = field === 'content' ? { variables: {}, ...(value as Content), ...HOW } : value;
    return value !== undefined && canonical(said) !== canonical(current[field as keyof typeof current]);
  };
  const real: Partial<ScheduleInput> = Object.fromEntries(Object.entries(changes).filter(isReal));
  const { timed, skipHolidays } = changes;
  const isSaid = movesIt(schedule, changes, now) || (timed && timed.rule.start !== schedule.rule.start);
  if (!isSaid) return real;
  return { ...real, ...(timed && { timed }), ...(skipHolidays !== undefined && { skipHolidays }) };
}

/** Whether these changes make it send at other instants than it does. */
export function movesIt(
  schedule: Schedule,
  { timed, skipHolidays }: Partial<ScheduleInput>,
  now: Temporal.Instant,
): boolean {
  if (timed === undefined && skipHolidays === undefined) return false;
  const { rule, anchor, timezone } = schedule;
  const held = schedule.skipHolidays ?? null;
  const next = timedOf({
    ...(timed ?? { rule, anchor, timezone }),
    skipHolidays: skipHolidays === undefined ? held : skipHolidays,
  });
  return !sendsTheSame(timedOf(schedule), next, now);
}

/** Whether the same people and places are meant, in any order. */
export function isSameSet(some: readonly RecipientInput[], others: readonly RecipientInput[]): boolean {
  return keysOf(some).toSorted().join() === keysOf(others).toSorted().join();
}

/** In the same order too, within each kind: rows show each kind as a list of its own. */
function isSameList(some: readonly RecipientInput[], others: readonly RecipientInput[]): boolean {
  const byKind = (all: readonly RecipientInput[]) =>
    keysOf(all.toSorted((one, other) => one.type.localeCompare(other.type))).join();
  return byKind(some) === byKind(others);
}

const keysOf = (recipients: readonly RecipientInput[]) => distinctRecipients(recipients).map(keyOf);

/** JSON with the members of objects in order: databases keep them in one of their own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
