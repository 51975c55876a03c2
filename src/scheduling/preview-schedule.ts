import type { Group } from '../db/entities/index.ts';
import { describe } from '../schedule/describe.ts';
import { nextInstants } from '../schedule/recurrence.ts';
import { checkInput, startOf } from './check-input.ts';
import type { ScheduleInput } from './create-schedule.ts';
import type { ChatTarget } from './expand-recipients.ts';
import { renderFor } from './message-text.ts';
import { throughAt } from './paces.ts';
import { type Remark, risksOf, warningsOf } from './remarks.ts';
import { timedOf } from './timed.ts';
import type { Work } from './work.ts';

/** What a schedule would do. Nothing is saved. */
export interface Preview {
  /** "todo dia às 09:00" */
  description: string;
  /** The next three instants. */
  next: Temporal.Instant[];
  /** A group is one chat. */
  chats: number;
  /** Chats, with a group counted by its members. */
  people: number;
  recipients: { type: string; id: number | null; name: string; key: string }[];
  /** The text as the first few will get it. */
  texts: { recipient: string; text: string }[];
  /** Worth saying; no reason to ask. */
  warnings: Remark[];
  /** Reasons to ask before it is done. */
  risks: Remark[];
  /** When the last message of the first run will have left at the instance's pace; null when that is at once. */
  throughAt: Temporal.Instant | null;
  instance: { id: number; name: string };
}

const NEXT_SHOWN = 3;
/** How far a rule is looked along for two sends that are close together. */
const NEXT_JUDGED = 50;
const TEXTS_SHOWN = 3;

/** Checks an input as createSchedule does and tells what it would do. @throws UserError as createSchedule */
export async function previewSchedule(work: Work, input: ScheduleInput): Promise<Preview> {
  const { content, instance, groups, targets, first } = await checkInput(work, input);
  const timed = timedOf({ ...input.timed, skipHolidays: input.skipHolidays ?? null });
  const next = nextInstants(timed, { after: startOf(input, work.now), count: NEXT_JUDGED });
  const moment = { at: first, timezone: input.timed.timezone };
  return {
    description: describe(timed),
    next: next.slice(0, NEXT_SHOWN),
    chats: targets.length,
    people: countPeople(targets, groups),
    recipients: targets.map(({ type, id, name, key }) => ({ type, id, name, key })),
    texts: targets
      .slice(0, TEXTS_SHOWN)
      .map(target => ({ recipient: target.name, text: renderFor(target, content, moment) })),
    warnings: await warningsOf(work.em, { instance, groups, targets }),
    risks: risksOf(targets, next, work.now),
    throughAt: throughAt(instance, targets.length, first),
    instance: { id: instance.id, name: instance.name },
  };
}

function countPeople(targets: readonly ChatTarget[], groups: readonly Group[]): number {
  const members = new Map(groups.map(group => [group.id, group.membersCount]));
  const of = (target: ChatTarget) =>
    target.type === 'group' && target.id !== null ? Math.max(1, members.get(target.id) ?? 1) : 1;
  return targets.reduce((sum, target) => sum + of(target), 0);
}
