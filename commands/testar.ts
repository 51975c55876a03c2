import { type CommandContext, defineCommand, done, type Reply } from '../src/chat/command.ts';
import { UserError } from '../src/errors.ts';
import { parseMessage } from '../src/schedule/parse-message.ts';
import { ownPhone, type SentTest, testSchedule, testTemplate } from '../src/scheduling/send-test.ts';
import { askValues, withAnswered } from './shared/ask-values.ts';
import { knownTemplate } from './shared/known-template.ts';
import { orFault } from './shared/or-fault.ts';
import { firstRequest, readRequest, type ScheduleRequest, withAnswer } from './shared/schedule-request.ts';
import { readId, refuseRest } from './shared/words.ts';

const USAGE = '/testar N ou /testar modelo X';

export default defineCommand({
  name: 'testar',
  aliases: ['testa', 'teste'],
  summary: 'Envia só para você o que um agendamento ou um modelo diria',
  usage: USAGE,
  examples: ['/testar 12', '/testar modelo bomdia', '/testar modelo cobranca valor=150'],
  role: 'editor',
  async run(context, args) {
    if (/^\D*\bmodelo\b/iu.test(args)) return template(context, firstRequest(context, args));
    const { id, rest } = readId(args, USAGE);
    refuseRest(rest);
    const { work } = context;
    return tested(await testSchedule(work, id, await ownPhone(work)), { id, template: null });
  },
  answer: (context, payload, choice) => template(context, withAnswer(readRequest(payload), choice)),
});

/** `modelo X` and values for its variables; asks for those that are missing. */
async function template({ work, receivedBy }: CommandContext, request: ScheduleRequest): Promise<Reply> {
  const { words, askedAt } = request;
  const { saysWhen, ...said } = parseMessage(words, { now: askedAt, timezone: work.timezone });
  const { template: name, vars: variables, problems } = withAnswered(said.reading, request);
  const unread = problems.find(({ code }) => code === 'unread_words');
  if (unread || saysWhen) throw new UserError('unread_words', { words: unread?.words ?? words });
  if (name === null) throw new UserError('missing_name', { usage: '/testar modelo X' });
  const { id } = await knownTemplate(work.em, name);
  const phone = await ownPhone(work);
  const sent = await orFault(() => testTemplate(work, { templateId: id, variables, receivedBy }, phone));
  if (!('code' in sent)) return tested(sent, { id: null, template: name });
  const question = askValues(request, name, sent);
  if (!question) throw new UserError(sent.code, sent.details);
  return question;
}

function tested({ delivery, as, warnings }: SentTest, what: { id: number | null; template: string | null }): Reply {
  return done('testar', { ...what, as, isHeld: warnings.length > 0 }, { log: delivery.id }, warnings);
}
