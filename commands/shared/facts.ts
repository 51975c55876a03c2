import type { Reading } from '../../src/schedule/reading.ts';
import type { Preview } from '../../src/scheduling/preview-schedule.ts';

/** A run that takes longer than this is told about. */
const LONG_RUN_MINUTES = 2;

/** What the replies of /agendar repeat: what, to whom and how many, when, and how late it may be. */
export function factsOf(reading: Reading, preview: Preview, labels: readonly { type: string; name: string }[]) {
  const { description, next, chats, people, texts } = preview;
  return {
    ...{ description, next, chats, people },
    isMany: chats > 1 || people > chats,
    throughAt: longRun(preview),
    timezone: reading.timezone,
    isSkippedWhenLate: reading.options.catch_up === 'skip',
    recipients: labels,
    template: reading.template,
    sample: texts[0]?.text ?? '',
  };
}

/** When the first run ends, where a person would wonder; null for a run that is over in no time. */
function longRun({ next, throughAt }: Preview): Temporal.Instant | null {
  const [first] = next;
  if (!first || !throughAt) return null;
  return Temporal.Instant.compare(throughAt, first.add({ minutes: LONG_RUN_MINUTES })) > 0 ? throughAt : null;
}
