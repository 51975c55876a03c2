import type { Reading } from '../../src/schedule/reading.ts';
import type { MessagePreview } from '../../src/scheduling/preview-message.ts';
import type { Preview } from '../../src/scheduling/preview-schedule.ts';

/** A run that takes longer than this is told about. */
const LONG_RUN_MINUTES = 2;
/** Of a run that takes longer than these days the others are only counted. */
const DAYS_SHOWN = 7;

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
  { chats, people, example, foreseen }: MessagePreview,
  labels: Labels,
  first: Temporal.Instant | null,
) {
  return {
    ...{ chats, people },
    // One of several of its name is told by its people already.
    isMany: (chats > 1 || people > chats) && !(labels.length === 1 && /pessoas?\b/.test(labels[0]!.name)),
    ...wayOut(first, foreseen),
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

/** How the first run goes out, where a person would wonder: nothing of one that is over in no time. */
export function wayOut(
  first: Temporal.Instant | null,
  { days, dailyCap, isCapped, throughAt }: MessagePreview['foreseen'],
) {
  if (!first || !throughAt) return { throughAt: null, daysOut: [], moreDays: 0, cap: null };
  const isLong = Temporal.Instant.compare(throughAt, first.add({ minutes: LONG_RUN_MINUTES })) > 0;
  const shown = isCapped ? days.slice(0, DAYS_SHOWN).map(({ at, messages }) => ({ at: toMinute(at), messages })) : [];
  return {
    ...{ throughAt: isLong ? toMinute(throughAt, 'ceil') : null, cap: dailyCap },
    ...{ daysOut: shown, moreDays: isCapped ? days.length - shown.length : 0 },
  };
}

/** Nobody foresees seconds. */
const toMinute = (at: Temporal.Instant, roundingMode: 'floor' | 'ceil' = 'floor') =>
  at.round({ smallestUnit: 'minute', roundingMode });
