import type { Reading } from '../../src/schedule/reading.ts';
import type { MessagePreview } from '../../src/scheduling/preview-message.ts';
import type { Preview } from '../../src/scheduling/preview-schedule.ts';

/** A run that takes longer than this is told about. */
const LONG_RUN_MINUTES = 2;

type Labels = readonly { type: string; name: string }[];

/** What the replies of /agendar repeat: what, to whom and how many, when, and how late it may be. */
export function factsOf(reading: Reading, preview: Preview, labels: Labels) {
  const { description, next } = preview;
  return {
    ...messageFacts(reading, preview, labels, next[0] ?? null),
    ...{ description, next },
    timezone: reading.timezone,
    isSkippedWhenLate: reading.options.catch_up === 'skip',
  };
}

/** What, to whom and how many. @param first when the run begins */
export function messageFacts(
  reading: Pick<Reading, 'template' | 'vars'>,
  { chats, people, example, throughAt }: MessagePreview,
  labels: Labels,
  first: Temporal.Instant | null,
) {
  return {
    ...{ chats, people },
    isMany: chats > 1 || people > chats,
    throughAt: longRun(first, throughAt),
    recipients: labels,
    template: reading.template,
    values: valuesOf(reading.vars),
    ...exampleFacts(example, labels),
  };
}

/** The text, and for whom it is shown so: of the one who is named just above it nobody needs to be told. */
export function exampleFacts({ text, reader }: MessagePreview['example'], labels: Labels) {
  return { sample: text, sampleFor: labels.length === 1 && labels[0]?.name === reader ? null : reader };
}

/** Values as a reply lists them. */
export function valuesOf(variables: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(variables).map(([name, value]) => ({ name, value }));
}

/** When the first run ends, where a person would wonder; null for a run that is over in no time. */
function longRun(first: Temporal.Instant | null, throughAt: Temporal.Instant | null): Temporal.Instant | null {
  if (!first || !throughAt) return null;
  return Temporal.Instant.compare(throughAt, first.add({ minutes: LONG_RUN_MINUTES })) > 0 ? throughAt : null;
}
