import { ask, type CommandContext, done, type Fault, type Reply, refuse, YES_NO } from '../../src/chat/command.ts';
import { correctCommand } from '../../src/schedule/parse-command.ts';
import { parseMessage } from '../../src/schedule/parse-message.ts';
import type { Reading } from '../../src/schedule/reading.ts';
import { previewMessage } from '../../src/scheduling/preview-message.ts';
import { sendNow } from '../../src/scheduling/send-now.ts';
import { askValues, withAnswered } from './ask-values.ts';
import { chooseContent } from './choose-content.ts';
import { chooseRecipients } from './choose-recipients.ts';
import { correctedLine } from './corrected-line.ts';
import { messageFacts } from './facts.ts';
import { orFault } from './or-fault.ts';
import { quoteName } from './quote-name.ts';
import { faultsOf, understoodOf } from './reading-faults.ts';
import { askWhich, requestToJson, type ScheduleRequest } from './schedule-request.ts';

/**
 * Sends what a request says, now, or asks or says what stands in the way. Each answer to a question runs all of it again
 * from the words.
 */
export async function send(context: CommandContext, request: ScheduleRequest): Promise<Reply> {
  const { work, receivedBy } = context;
  const { words, quotedText, askedAt } = request;
  const read = (text: string) => parseMessage(text, { now: askedAt, timezone: work.timezone, quotedText });
  const { saysWhen, ...said } = read(words);
  const reading = withAnswered(said.reading, request);
  if (saysWhen) {
    const isSound = (text: string) => !read(text).saysWhen && read(text).reading.problems.length === 0;
    const quoted = await quoteName(work.em, words, isSound);
    if (quoted) return refuse([quoted.fault], { suggestion: `/enviar ${quoted.words}` });
    const scheduled = correctCommand(words, { now: askedAt, timezone: work.timezone, quotedText });
    const line = scheduled.problems.length === 0 ? `/agendar ${words}` : scheduled.suggestion;
    return refuse([{ code: 'send_with_time', details: {} }], { suggestion: line, lines: scheduled.lines });
  }
  const chosen = await chooseRecipients(work.em, reading, request);
  const { content, faults: contentFaults } = await chooseContent(work.em, reading);
  const faults = [...(reading.reason ? faultsOf(reading) : []), ...chosen.faults, ...contentFaults];
  if (faults.length > 0 || !content) return refuseAll(words, reading, faults);
  if (chosen.question) return askWhich(request, chosen.question);

  const input = { content, recipients: chosen.recipients, mentionAll: reading.options.mention_all, receivedBy };
  const preview = await orFault(() => previewMessage(work, input));
  if ('code' in preview) return askValues(request, reading.template, preview) ?? refuseAll(words, reading, [preview]);
  const stopped = preview.warnings.find(({ code }) => code === 'opted_out');
  if (stopped?.details.count === preview.chats) return refuse([{ ...stopped, code: 'all_opted_out' }]);
  const facts = messageFacts(reading, preview, chosen.labels, work.now);
  const notes = [...(context.confirm === 'never' ? [] : preview.risks), ...chosen.rough];
  if (!request.isConfirmed && (notes.length > 0 || context.confirm === 'always')) {
    const all = [...notes, ...preview.warnings];
    const payload = requestToJson(request);
    return ask({ template: 'enviar/confirmar', data: facts, notes: all, options: YES_NO, payload });
  }
  const deliveries = await sendNow(work, input);
  const isHeld = preview.warnings.some(({ code }) => code === 'silenced');
  return done('enviar/enviado', { ...facts, isHeld }, { logs: deliveries.map(({ id }) => id) }, preview.warnings);
}

function refuseAll(words: string, reading: Reading, faults: readonly Fault[]): Reply {
  return refuse(faults, {
    understood: understoodOf({ ...reading, rule: null, date: null, said: null }),
    ...correctedLine(words, reading, faults, '/enviar'),
  });
}
