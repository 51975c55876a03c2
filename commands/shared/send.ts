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
import { mediaNotes } from './media-notes.ts';
import { orFault } from './or-fault.ts';
import { restNotes, settleLines } from './other-command.ts';
import { faultsOf, understoodOf } from './reading-faults.ts';
import { askWhich, requestToJson, type ScheduleRequest } from './schedule-request.ts';
import { settleNames } from './settle-names.ts';
import { settleEnd } from './text-end.ts';
import { askSlips, settledText } from './text-slips.ts';

/**
 * Sends what a request says, now, or asks or says what stands in the way. Each answer to a question runs all of it again
 * from the words.
 */
export async function send(context: CommandContext, given: ScheduleRequest): Promise<Reply> {
  const { work, receivedBy } = context;
  const lines = settleLines(context, given);
  if ('question' in lines) return lines.question;
  const { request } = lines;
  const { quotedText, askedAt } = request;
  const read = (text: string) => parseMessage(text, { now: askedAt, timezone: work.timezone, quotedText });
  const words = await settleNames(work.em, request, {
    ...{ before: '', text: request.words, command: '/enviar' },
    tried(text) {
      const { saysWhen, reading } = read(text);
      const codes = reading.problems.map(({ code }): string => code);
      return { codes: saysWhen ? ['send_with_time', ...codes] : codes, when: null };
    },
  });
  if (typeof words !== 'string') return words;
  const { saysWhen, ...said } = read(words);
  const reading = withAnswered(said.reading, request);
  const ended = settleEnd(context, { ...request, words }, !saysWhen);
  if (ended) return ended;
  if (saysWhen) {
    const scheduled = correctCommand(words, { now: askedAt, timezone: work.timezone, quotedText });
    const line = scheduled.problems.length === 0 ? `/agendar ${words}` : scheduled.suggestion;
    return refuse([{ code: 'send_with_time', details: {} }], { suggestion: line, lines: scheduled.lines });
  }
  const chosen = await chooseRecipients(work, reading, request);
  const { content: named, faults: contentFaults } = await chooseContent(work.em, reading);
  const content = named && settledText(named, request);
  const faults = [...(reading.reason ? faultsOf(reading) : []), ...chosen.faults, ...contentFaults];
  if (faults.length > 0 || !content) return refuseAll(request, words, reading, faults);
  if (chosen.question) return askWhich(request, chosen.question);

  const input = { content, recipients: chosen.recipients, mentionAll: reading.options.mention_all, receivedBy };
  const preview = await orFault(() => previewMessage(work, input));
  if ('code' in preview && preview.code === 'nobody_there') return refuse([preview]);
  if ('code' in preview) {
    const slips = askSlips(request, preview, { command: '/enviar', text: reading.text });
    return slips ?? askValues(request, reading.template, preview) ?? refuseAll(request, words, reading, [preview]);
  }
  const stopped = preview.warnings.find(({ code }) => code === 'opted_out');
  if (stopped?.details.count === preview.chats) return refuse([{ ...stopped, code: 'all_opted_out' }]);
  const facts = messageFacts(reading, preview, chosen.labels, work.now);
  const rough = [...chosen.rough, ...mediaNotes(request)];
  const notes = [...(context.confirm === 'never' ? [] : preview.risks), ...rough];
  if (!request.isConfirmed && (notes.length > 0 || context.confirm === 'always')) {
    const all = [...notes, ...preview.warnings, ...restNotes(request)];
    const payload = requestToJson(request);
    return ask({ template: 'enviar/confirmar', data: facts, notes: all, options: YES_NO, payload });
  }
  const deliveries = await sendNow(work, input);
  const isHeld = preview.warnings.some(({ code }) => code === 'silenced');
  return done('enviar/enviado', { ...facts, isHeld }, { logs: deliveries.map(({ id }) => id) }, [
    ...preview.warnings,
    ...restNotes(request),
  ]);
}

function refuseAll(request: ScheduleRequest, words: string, reading: Reading, faults: readonly Fault[]): Reply {
  return refuse([...faults, ...mediaNotes(request)], {
    understood: understoodOf({ ...reading, rule: null, date: null, said: null }),
    ...correctedLine(words, reading, faults, '/enviar'),
  });
}
