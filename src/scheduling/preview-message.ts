import type { Group } from '../db/entities/index.ts';
import type { SendContext } from '../templates/message.ts';
import { type CheckedMessage, checkMessageNow, type MessageInput } from './check-message.ts';
import { type Example, exampleFor } from './example-text.ts';
import type { ChatTarget } from './expand-recipients.ts';
import { type Foreseen, type ForeseenRun, foresee } from './foresee.ts';
import { renderFor } from './message-text.ts';
import { type Remark, risksOf, warningsOf } from './remarks.ts';
import { SEND_WITHIN_MINUTES } from './send-within.ts';
import { wordWarnings } from './word-warnings.ts';
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
  /** The text as a person who gets it will read it, or as somebody invented would where there is nobody yet. */
  example: Example;
  /** Worth saying; no reason to ask. */
  warnings: Remark[];
  /** Reasons to ask before it is done. */
  risks: Remark[];
  /** When the last message of the first run will have left; null when that is within a minute. */
  throughAt: Temporal.Instant | null;
  /** How the first run will go out. */
  foreseen: Foreseen;
  instance: { id: number; name: string };
}

const TEXTS_SHOWN = 3;

/** Checks a message that is to be sent now and tells what it would be. @throws UserError as checkMessageNow */
export async function previewMessage(work: Work, input: MessageInput): Promise<MessagePreview> {
  const when = { at: work.now, timezone: work.timezone };
  const run = { sendWithinMinutes: SEND_WITHIN_MINUTES, hours: null };
  return aboutMessage(work, await checkMessageNow(work, input), when, [work.now], run);
}

/**
 * @param sends the coming sends, in order; `when` is the first of them
 * @param run what is known of the first run beside whom it is for
 */
export async function aboutMessage(
  work: Work,
  { template, content, instance, groups, targets }: CheckedMessage,
  when: SendContext,
  sends: readonly Temporal.Instant[],
  run: Omit<ForeseenRun, 'messages' | 'start'>,
): Promise<MessagePreview> {
  const foreseen = await foresee(work, instance, { ...run, messages: targets.length, start: when.at });
  return {
    chats: targets.length,
    people: countPeople(targets, groups),
    recipients: targets.map(({ type, id, name, key }) => ({ type, id, name, key })),
    texts: targets
      .slice(0, TEXTS_SHOWN)
      .map(target => ({ recipient: target.name, text: renderFor(target, content, when) })),
    example: exampleFor(targets, content, when),
    warnings: [
      ...(await warningsOf(work.em, { instance, groups, targets }, { ...when, now: work.now })),
      ...wordWarnings(content, targets, template),
    ],
    risks: [...risksOf(targets, sends, work.now), ...tooSlow(foreseen, when.timezone)],
    throughAt: foreseen.throughAt,
    foreseen,
    instance: { id: instance.id, name: instance.name },
  };
}

/** What has not left by then is given up. */
export function tooSlow({ givenUpAt: until, throughAt: through }: Foreseen, timezone: string): Remark[] {
  return until ? [{ code: 'not_through', details: { until, through, timezone } }] : [];
}

function countPeople(targets: readonly ChatTarget[], groups: readonly Group[]): number {
  const members = new Map(groups.map(group => [group.id, group.membersCount]));
  const of = (target: ChatTarget) =>
    target.type === 'group' && target.id !== null ? Math.max(1, members.get(target.id) ?? 1) : 1;
  return targets.reduce((sum, target) => sum + of(target), 0);
}
