import type { aboutSchedule } from './about-schedule.ts';

type About = Awaited<ReturnType<typeof aboutSchedule>>;

/** What an edit made different; null for what is as it was. */
export function differences(before: About, after: About) {
  return {
    when: before.description === after.description ? null : { before: before.description, after: after.description },
    to: sameRecipients(before, after) ? null : { before: before.recipients, after: after.recipients },
    what: sameContent(before, after) ? null : { before: contentOf(before), after: contentOf(after) },
  };
}

function sameRecipients(before: About, after: About): boolean {
  return JSON.stringify(before.recipients) === JSON.stringify(after.recipients);
}

function sameContent(before: About, after: About): boolean {
  return JSON.stringify(contentOf(before)) === JSON.stringify(contentOf(after));
}

function contentOf({ template, text }: About) {
  return { template, text: text ?? '' };
}
