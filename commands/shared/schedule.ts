import { ask, type CommandContext, done, type Fault, type Reply, refuse, YES_NO } from '../../src/chat/command.ts';
import { parseCommand } from '../../src/schedule/parse-command.ts';
import type { Reading } from '../../src/schedule/reading.ts';
import { createSchedule, type ScheduleInput } from '../../src/scheduling/create-schedule.ts';
import { type Preview, previewSchedule } from '../../src/scheduling/preview-schedule.ts';
import { chooseContent } from './choose-content.ts';
import { chooseRecipients } from './choose-recipients.ts';
import { faultsOf, understoodOf } from './reading-faults.ts';
import { requestToJson, type ScheduleRequest } from './schedule-request.ts';

/** A one-off that is this late still goes out at once. */
const STILL_NOW_SECONDS = 60;
/** A run that takes longer than this is told about. */
const LONG_RUN_MINUTES = 2;

/**
 * Schedules what a request says, or asks or says what stands in the way. Each answer to a question runs all of it
 * again from the words: what was true when the question was asked may not be true any more.
 */
export async function schedule(context: CommandContext, request: ScheduleRequest): Promise<Reply> {
  const { work } = context;
  const { quotedText, askedAt } = request;
  const reading = parseCommand(request.words, { now: askedAt, timezone: work.timezone, quotedText });
  const understood = understoodOf(reading);
  const timed = timedIn(reading);
  if (!timed) return refuse(faultsOf(reading), { understood, suggestion: reading.suggestion });

  const chosen = await chooseRecipients(work.em, reading, request);
  if (chosen.kind === 'ask') {
    const { key, ids, ...question } = chosen.question;
    const payload = requestToJson({ ...request, asking: { key, ids } });
    return ask({ template: 'agendar/qual', data: question, options: question.options, payload });
  }
  const content = await chooseContent(work.em, reading);
  const faults: Fault[] = [...chosen.faults, ...content.faults];
  if (faults.length > 0 || !content.content) return refuse(faults, { understood });

  const { mention_all: mentionAll, skip_holidays: skipHolidays, catch_up: catchUp } = reading.options;
  const input: ScheduleInput = {
    ...{ timed, skipHolidays, mentionAll, recipients: chosen.recipients, content: content.content },
    receivedBy: context.receivedBy,
    ...(catchUp ? { catchUp } : {}),
  };
  const preview = await previewSchedule(work, input);
  const facts = factsOf(reading, preview, chosen.labels);
  return (
    (await confirmFirst(context, request, facts, preview, chosen.rough)) ??
    create(context, input, facts, preview.warnings)
  );
}

type Facts = ReturnType<typeof factsOf>;

function timedIn({ kind, rule, anchor, timezone }: Reading): ScheduleInput['timed'] | null {
  return (kind === 'once' || kind === 'recurring') && rule && anchor ? { rule, anchor, timezone } : null;
}

/** What a reply repeats: what, to whom and how many, when. */
function factsOf(reading: Reading, preview: Preview, labels: readonly { type: string; name: string }[]) {
  const { description, next, chats, texts } = preview;
  return {
    ...{ description, next, chats, isMany: chats > 1, throughAt: longRun(preview) },
    timezone: reading.timezone,
    lateness: '1 hora',
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

/** The question that must be answered first; null when it can be done at once. */
async function confirmFirst(
  context: CommandContext,
  request: ScheduleRequest,
  facts: Facts,
  preview: Preview,
  rough: readonly Fault[],
): Promise<Reply | null> {
  const { confirm, work } = context;
  const first = preview.next[0] ?? null;
  const askAgain = (template: string, more: { data?: object; notes?: readonly Fault[] }) =>
    ask({
      ...{ template, data: { ...facts, ...more.data }, notes: more.notes ?? [], options: YES_NO },
      payload: requestToJson({ ...request, confirming: first }),
    });
  if (!request.isConfirmed) {
    // A name that was only guessed is asked about whatever CONFIRM says: it is no risk but a doubt.
    const risks = confirm === 'never' ? rough : [...preview.risks, ...rough];
    return risks.length > 0 || confirm === 'always' ? askAgain('agendar/confirmar', { notes: risks }) : null;
  }
  const { confirming } = request;
  const stillNow = work.now.subtract({ seconds: STILL_NOW_SECONDS });
  const hasPassed = confirming !== null && Temporal.Instant.compare(confirming, stillNow) < 0;
  return hasPassed ? askAgain('agendar/passou', { data: { passed: confirming } }) : null;
}

async function create(
  { work }: CommandContext,
  input: ScheduleInput,
  facts: Facts,
  warnings: readonly Fault[],
): Promise<Reply> {
  const { id } = await createSchedule(work, input);
  return done('agendar/criado', { ...facts, id }, { schedule: id }, warnings);
}
