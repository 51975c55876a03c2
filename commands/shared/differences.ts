import { exampleOfSchedule } from '../../src/scheduling/example-text.ts';
import type { aboutSchedule, Read } from './about-schedule.ts';
import { valuesOf } from './facts.ts';

type About = Awaited<ReturnType<typeof aboutSchedule>>;

/** What an edit made different; null for what is as it was. */
export function differences(before: About, after: About) {
  return {
    when: before.description === after.description ? null : { before: before.description, after: after.description },
    to: sameRecipients(before, after) ? null : { before: before.recipients, after: after.recipients },
  };
}

function sameRecipients(before: About, after: About): boolean {
  return JSON.stringify(before.recipients) === JSON.stringify(after.recipients);
}

/** What a schedule says: as it is stored, to compare, and as it will be read, to show. */
interface Said {
  stored: string;
  shown: { template: string | null; values: { name: string; value: string }[]; text: string };
}

/** What a schedule says at this moment. */
export async function saidBy(
  em: Parameters<typeof exampleOfSchedule>[0],
  { schedule, template }: Read,
  now: Temporal.Instant,
): Promise<Said> {
  const { text, variables } = schedule;
  const { example } = await exampleOfSchedule(em, schedule, now);
  return {
    stored: JSON.stringify([template?.id ?? null, text ?? null, variables]),
    shown: { template: template?.name ?? null, values: valuesOf(variables), text: example?.text ?? text ?? '' },
  };
}

/** Null when the words are what they were. */
export function changedWords(before: Said, after: Said) {
  return before.stored === after.stored ? null : { before: before.shown, after: after.shown };
}
