import type { EvolutionConfig, Group } from '../db/entities/index.ts';
import { describe } from '../schedule/describe.ts';
import { nextInstants } from '../schedule/recurrence.ts';
import { checkInput } from './check-input.ts';
import { type ScheduleInput, startOf } from './create-schedule.ts';
import type { ChatTarget } from './expand-recipients.ts';
import { renderFor } from './message-text.ts';
import { throughAt } from './paces.ts';
import { timedOf } from './timed.ts';
import type { Work } from './work.ts';

/** A code with what its sentence needs. */
export interface Remark {
  code: string;
  details: Record<string, unknown>;
}

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
const TEXTS_SHOWN = 3;
/** Above it a run is risky. */
export const MANY_CHATS = 50;
const SOON_MS = 2 * 60_000;
const HOUR_MS = 60 * 60_000;

/** Checks an input as createSchedule does and tells what it would do. @throws UserError as createSchedule */
export async function previewSchedule(work: Work, input: ScheduleInput): Promise<Preview> {
  const { template, instance, groups, targets, first } = await checkInput(work, input);
  const timed = timedOf({ ...input.timed, skipHolidays: input.skipHolidays ?? null });
  const next = nextInstants(timed, { after: startOf(input, work.now), count: NEXT_SHOWN });
  const content = {
    body: template?.body ?? ('text' in input.content ? input.content.text : ''),
    variables: input.content.variables ?? {},
  };
  const moment = { at: first, timezone: input.timed.timezone };
  return {
    description: describe(timed),
    next,
    chats: targets.length,
    people: countPeople(targets, groups),
    recipients: targets.map(({ type, id, name, key }) => ({ type, id, name, key })),
    texts: targets
      .slice(0, TEXTS_SHOWN)
      .map(target => ({ recipient: target.name, text: renderFor(target, content, moment) })),
    warnings: warningsOf(instance, groups, targets),
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

function warningsOf(instance: EvolutionConfig, groups: readonly Group[], targets: readonly ChatTarget[]): Remark[] {
  const warnings: Remark[] = groups
    .filter(group => group.canSend === false)
    .map(group => ({ code: 'group_closed', details: { name: group.name } }));
  if (targets.length === 0) warnings.push({ code: 'nobody_yet', details: {} });
  if (instance.state === 'close') warnings.push({ code: 'instance_closed', details: { name: instance.name } });
  if (instance.pausedAt) warnings.push({ code: 'instance_paused', details: { name: instance.name } });
  return warnings;
}

function risksOf(targets: readonly ChatTarget[], next: readonly Temporal.Instant[], now: Temporal.Instant): Remark[] {
  const risks: Remark[] = [];
  const [first, second] = next;
  if (targets.length > MANY_CHATS) risks.push({ code: 'many_chats', details: { chats: targets.length } });
  const gapMs = first && second ? second.epochMilliseconds - first.epochMilliseconds : HOUR_MS;
  if (gapMs < HOUR_MS) risks.push({ code: 'too_often', details: { minutes: Math.round(gapMs / 60_000) } });
  const isSoon = first !== undefined && first.epochMilliseconds - now.epochMilliseconds <= SOON_MS;
  if (isSoon && targets.length > 1) risks.push({ code: 'soon_to_many', details: { chats: targets.length } });
  return risks;
}
