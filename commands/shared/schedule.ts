import { type CommandContext, done, type Fault, type Reply, refuse } from '../../src/chat/command.ts';
import { describe } from '../../src/schedule/describe.ts';
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
import { mediaNotes } from './media-notes.ts';
import { optionInText } from './option-in-text.ts';
import { orFault } from './or-fault.ts';
import { restNotes, settleLines } from './other-command.ts';
import { faultsOf, understoodOf } from './reading-faults.ts';
import { askWhich, type ScheduleRequest } from './schedule-request.ts';
import { settleNames, type Tried } from './settle-names.ts';
import { askSlips, settledText } from './text-slips.ts';

/**
 * Schedules what a request says, or asks or says what stands in the way. Each answer to a question runs all of it
 * again from the words: what was true when the question was asked may not be true any more.
 */
export async function schedule(context: CommandContext, given: ScheduleRequest): Promise<Reply> {
  const { work } = context;
  const lines = settleLines(context, given);
  if ('question' in lines) return lines.question;
  const { request } = lines;
  const { quotedText, askedAt } = request;
  const around = { now: askedAt, timezone: work.timezone, quotedText };
  const words = await settleNames(work.em, request, {
    ...{ before: '', text: request.words, command: '/agendar' },
    tried: text => triedAs(parseCommand(text, around)),
  });
  if (typeof words !== 'string') return words;
  const reading = withAnswered(correctCommand(words, around), request);
  const timed = timedIn(reading);
  const chosen = await chooseRecipients(work, reading, request);
  const { content: said, faults: contentFaults } = await chooseContent(work.em, reading);
  const content = said && settledText(said, request);
  const faults = [...(timed ? [] : faultsOf(reading)), ...chosen.faults, ...contentFaults];
  if (faults.length > 0 || !timed || !content) return refuseAll(request, words, reading, faults);
  if (chosen.question) return askWhich(request, chosen.question);

  const input = inputOf(context, reading, { timed, content, recipients: chosen.recipients });
  const preview = await orFault(() => previewSchedule(work, input));
  if ('code' in preview) {
    const slips = askSlips(request, preview, { command: '/agendar', text: reading.text });
    return slips ?? askValues(request, reading.template, preview) ?? refuseAll(request, words, reading, [preview]);
  }
  const facts = factsOf(reading, preview, chosen.labels);
  const notes = (id: number | null) => [...restNotes(request), ...optionInText(request, reading, work.timezone, id)];
  const rough = [...chosen.rough, ...mediaNotes(request)];
  const question = confirmFirst(context, request, { facts, preview, rough, also: notes(null) });
  return question ?? create(context, input, facts, id => [...preview.warnings, ...notes(id)]);
}

function triedAs(reading: Reading): Tried {
  const timed = timedIn(reading);
  return { codes: reading.problems.map(({ code }) => code), when: timed && describe(timed) };
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
function refuseAll(request: ScheduleRequest, words: string, reading: Reading, faults: readonly Fault[]): Reply {
  return refuse([...faults, ...mediaNotes(request)], {
    understood: understoodOf(reading),
    ...correctedLine(words, reading, faults),
  });
}

async function create(
  { work }: CommandContext,
  input: ScheduleInput,
  facts: ReturnType<typeof factsOf>,
  notes: (id: number) => readonly Fault[],
): Promise<Reply> {
  const { id } = await createSchedule(work, input);
  const [first] = facts.next;
  const isNow = first !== undefined && Temporal.Instant.compare(first, work.now) <= 0;
  return done('agendar/criado', { ...facts, id, isNow }, { schedule: id }, notes(id));
}
