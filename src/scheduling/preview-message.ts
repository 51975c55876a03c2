import type { Group } from '../db/entities/index.ts';
import { latest } from '../schedule/instants.ts';
import type { SendContext } from '../templates/message.ts';
import { type CheckedMessage, checkMessageNow, type MessageInput } from './check-message.ts';
import type { ChatTarget } from './expand-recipients.ts';
import { renderFor } from './message-text.ts';
import { type Remark, risksOf, warningsOf } from './remarks.ts';
import { SEND_WITHIN_MINUTES } from './send-within.ts';
import { queuedAt, throughAt } from './through-at.ts';
import type { Work } from './work.ts';

/** What a message would be, and for whom. Nothing is saved. */
export interface MessagePreview {
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

const TEXTS_SHOWN = 3;

/** Checks a message that is to be sent now and tells what it would be. @throws UserError as checkMessageNow */
export async function previewMessage(work: Work, input: MessageInput): Promise<MessagePreview> {
  const when = { at: work.now, timezone: work.timezone };
  return aboutMessage(work, await checkMessageNow(work, input), when, [work.now]);
}

/** @param sends the coming sends, in order; `when` is the first of them */
export async function aboutMessage(
  work: Work,
  { content, instance, groups, targets }: CheckedMessage,
  when: SendContext,
  sends: readonly Temporal.Instant[],
  sendWithinMinutes = SEND_WITHIN_MINUTES,
): Promise<MessagePreview> {
  const { now, timezone } = work;
  const run = { messages: targets.length, ahead: await queuedAt(work.em, instance.id), now, timezone };
  const start = latest(when.at, now);
  const through = throughAt(instance, { ...run, start });
  return {
    chats: targets.length,
    people: countPeople(targets, groups),
    recipients: targets.map(({ type, id, name, key }) => ({ type, id, name, key })),
    texts: targets
      .slice(0, TEXTS_SHOWN)
      .map(target => ({ recipient: target.name, text: renderFor(target, content, when) })),
    warnings: await warningsOf(work.em, { instance, groups, targets }, { ...when, now: work.now }),
    risks: [...risksOf(targets, sends, work.now), ...tooSlow(through, start, sendWithinMinutes, when.timezone)],
    throughAt: through,
    instance: { id: instance.id, name: instance.name },
  };
}

/** What has not left by then is given up. */
export function tooSlow(
  through: Temporal.Instant | null,
  start: Temporal.Instant,
  minutes: number,
  timezone: string,
): Remark[] {
  if (!through || Temporal.Instant.compare(through, start.add({ minutes })) <= 0) return [];
  return [{ code: 'not_through', details: { until: start.add({ minutes }), through, timezone } }];
}

function countPeople(targets: readonly ChatTarget[], groups: readonly Group[]): number {
  const members = new Map(groups.map(group => [group.id, group.membersCount]));
  const of = (target: ChatTarget) =>
    target.type === 'group' && target.id !== null ? Math.max(1, members.get(target.id) ?? 1) : 1;
  return targets.reduce((sum, target) => sum + of(target), 0);
}
