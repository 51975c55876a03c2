import { ask, type CommandContext, done, type Fault, type Reply, refuse, YES_NO } from '../../src/chat/command.ts';
import { type ChangeReading, parseChange } from '../../src/schedule/parse-change.ts';
import type { ScheduleInput } from '../../src/scheduling/create-schedule.ts';
import { editSchedule } from '../../src/scheduling/edit-schedule.ts';
import { previewEdit } from '../../src/scheduling/preview-edit.ts';
import { getSchedule } from '../../src/scheduling/queries/get-schedule.ts';
import { timedOf } from '../../src/scheduling/timed.ts';
import { aboutSchedule, type Read } from './about-schedule.ts';
import { askValues, withAnswered } from './ask-values.ts';
import { chooseContent } from './choose-content.ts';
import { chooseRecipients } from './choose-recipients.ts';
import { correctedLine } from './corrected-line.ts';
import { differences } from './differences.ts';
import { messageFacts } from './facts.ts';
import { orFault } from './or-fault.ts';
import { faultsOf, understoodOf } from './reading-faults.ts';
import { askWhich, requestToJson, type ScheduleRequest } from './schedule-request.ts';
import { readId } from './words.ts';

const USAGE = '/editar N <o que muda>';

/** Changes what a request names of a schedule, or asks or says what stands in the way; answers run it again from the words. */
export async function edit(context: CommandContext, request: ScheduleRequest): Promise<Reply> {
  const { work, confirm } = context;
  const { id, rest } = readId(request.words, USAGE);
  const read = await getSchedule(work.em, id);
  const { timezone } = read.schedule;
  const { quotedText, askedAt } = request;
  const said = parseChange(rest, timedOf(read.schedule), { now: askedAt, timezone, quotedText });
  const change = { ...said, reading: withAnswered(said.reading, request) };
  const chosen = await chooseRecipients(work.em, change.reading, request);
  const { content, faults: contentFaults } = await chooseContent(work.em, change.reading);
  const faults = [...(change.reading.reason ? faultsOf(change.reading) : []), ...chosen.faults, ...contentFaults];
  const refuseAll = (all: readonly Fault[]) => refuseChange(id, rest, change, all);
  if (faults.length > 0) return refuseAll(faults);
  if (chosen.question) return askWhich(request, chosen.question);

  const changes = changesOf(read, change, { content, recipients: chosen.recipients });
  if (Object.keys(changes).length === 0) return refuse([{ code: 'missing_change', details: { usage: USAGE } }]);
  const preview = await orFault(() => previewEdit(work, id, changes));
  if ('code' in preview) {
    const template = change.reading.template ?? read.template?.name ?? null;
    return askValues(request, template, preview) ?? refuseAll([preview]);
  }
  const notes = [...(confirm === 'never' ? [] : preview.risks), ...chosen.rough];
  if (!request.isConfirmed && (notes.length > 0 || confirm === 'always')) {
    const labels = chosen.labels.length > 0 ? chosen.labels : read.recipients;
    const facts = messageFacts({ template: change.reading.template }, preview, labels, preview.next[0] ?? null);
    const { description, next } = preview;
    const data = { ...facts, id, description, next, timezone };
    const all = [...notes, ...preview.warnings];
    return ask({ template: 'editar/confirmar', data, notes: all, options: YES_NO, payload: requestToJson(request) });
  }
  const before = await aboutSchedule(work.em, read, work.now);
  await editSchedule(work, id, changes);
  const after = await aboutSchedule(work.em, await getSchedule(work.em, id), work.now);
  const sample = changes.content && after.template ? (preview.texts[0]?.text ?? '') : '';
  const data = { ...after, ...differences(before, after), sample };
  return done('editar/mudado', data, { schedule: id }, preview.warnings);
}

/** What is named, as the verb takes it. Variables alone go into the present content. */
function changesOf(
  { schedule }: Read,
  { reading, timed }: ChangeReading,
  named: { content: ScheduleInput['content'] | null; recipients: ScheduleInput['recipients'] },
): Partial<ScheduleInput> {
  const { mention_all: mentionAll, skip_holidays: skipHolidays, catch_up: catchUp } = reading.options;
  const hasVariables = Object.keys(reading.vars).length > 0;
  const variables = { ...schedule.variables, ...reading.vars };
  const present = schedule.template ? { templateId: schedule.template.id } : { text: schedule.text ?? '' };
  const content = named.content ?? (hasVariables ? { ...present, variables } : null);
  return {
    ...(timed ? { timed } : {}),
    ...(named.recipients.length > 0 ? { recipients: named.recipients } : {}),
    ...(content ? { content } : {}),
    ...(mentionAll ? { mentionAll } : {}),
    ...(skipHolidays ? { skipHolidays } : {}),
    ...(catchUp ? { catchUp } : {}),
  };
}

function refuseChange(id: number, words: string, { reading }: ChangeReading, faults: readonly Fault[]): Reply {
  const command = `/editar ${id}`;
  return refuse(faults, {
    understood: understoodOf(reading),
    ...correctedLine(words, reading, faults, command),
  });
}
