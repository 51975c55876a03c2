import { type CommandContext, done, type Fault, type Reply, refuse } from '../../src/chat/command.ts';
import { correctCommand, parseCommand } from '../../src/schedule/parse-command.ts';
import type { Reading } from '../../src/schedule/reading.ts';
import { createSchedule, type ScheduleInput } from '../../src/scheduling/create-schedule.ts';
import { previewSchedule } from '../../src/scheduling/preview-schedule.ts';
import { askValues, withAnswered } from './ask-values.ts';
import { chooseContent } from './choose-content.ts';
import { chooseRecipients } from './choose-recipients.ts';
import { confirmFirst } from './confirm-first.ts';
import { correctedLine } from './corrected-line.ts';
import { factsOf } from './facts.ts';
import { orFault } from './or-fault.ts';
import { quoteName } from './quote-name.ts';
import { faultsOf, understoodOf } from './reading-faults.ts';
import { askWhich, type ScheduleRequest } from './schedule-request.ts';

/**
 * Schedules what a request says, or asks or says what stands in the way. Each answer to a question runs all of it
 * again from the words: what was true when the question was asked may not be true any more.
 */
export async function schedule(context: CommandContext, request: ScheduleRequest): Promise<Reply> {
  const { work } = context;
  const { quotedText, askedAt } = request;
  const around = { now: askedAt, timezone: work.timezone, quotedText };
  const read = (words: string) => parseCommand(words, around);
  const reading = withAnswered(correctCommand(request.words, around), request);
  const timed = timedIn(reading);
  const chosen = await chooseRecipients(work.em, reading, request);
  const { content, faults: contentFaults } = await chooseContent(work.em, reading);
  const faults = [...(timed ? [] : faultsOf(reading)), ...chosen.faults, ...contentFaults];
  if (faults.length > 0 || !timed || !content) {
    const quoted = timed ? null : await quoteName(work.em, request.words, words => read(words).problems.length === 0);
    if (quoted) return refuse([quoted.fault], { suggestion: `/agendar ${quoted.words}` });
    return refuseAll(request, reading, faults);
  }
  if (chosen.question) return askWhich(request, chosen.question);

  const input = inputOf(context, reading, { timed, content, recipients: chosen.recipients });
  const preview = await orFault(() => previewSchedule(work, input));
  if ('code' in preview) {
    return askValues(request, reading.template, preview) ?? refuseAll(request, reading, [preview]);
  }
  const facts = factsOf(reading, preview, chosen.labels);
  const question = confirmFirst(context, request, { facts, preview, rough: chosen.rough });
  return question ?? create(context, input, facts, preview.warnings);
}

function timedIn({ kind, rule, anchor, timezone }: Reading): ScheduleInput['timed'] | null {
  return (kind === 'once' || kind === 'recurring') && rule && anchor ? { rule, anchor, timezone } : null;
}

function inputOf(
  { receivedBy }: CommandContext,
  { options }: Reading,
  chosen: Pick<ScheduleInput, 'timed' | 'content' | 'recipients'>,
): ScheduleInput {
  const { mention_all: mentionAll, skip_holidays: skipHolidays, catch_up: catchUp } = options;
  return { ...chosen, skipHolidays, mentionAll, receivedBy, ...(catchUp ? { catchUp } : {}) };
}

/** One reply for all that is wrong: what was understood, and a line that works. */
function refuseAll({ words }: ScheduleRequest, reading: Reading, faults: readonly Fault[]): Reply {
  return refuse(faults, { understood: understoodOf(reading), ...correctedLine(words, reading, faults) });
}

async function create(
  { work }: CommandContext,
  input: ScheduleInput,
  facts: ReturnType<typeof factsOf>,
  warnings: readonly Fault[],
): Promise<Reply> {
  const { id } = await createSchedule(work, input);
  return done('agendar/criado', { ...facts, id }, { schedule: id }, warnings);
}
