import { type CommandContext, defineCommand, done, type Reply } from '../src/chat/command.ts';
import { UserError } from '../src/errors.ts';
import { parseMessage } from '../src/schedule/parse-message.ts';
import { ownPhone, testSchedule, testTemplate } from '../src/scheduling/send-test.ts';
import { knownTemplate } from './shared/known-template.ts';
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
    if (/^\D*\bmodelo\b/iu.test(args)) return template(context, args);
    const { id, rest } = readId(args, USAGE);
    refuseRest(rest);
    const { work } = context;
    const { delivery, as } = await testSchedule(work, id, await ownPhone(work));
    return done('testar', { id, as, template: null }, { log: delivery.id });
  },
});

/** `modelo X` and values for its variables. */
async function template({ work, askedAt, receivedBy }: CommandContext, args: string): Promise<Reply> {
  const { reading, saysWhen } = parseMessage(args, { now: askedAt, timezone: work.timezone });
  const { template: name, vars: variables, problems } = reading;
  const unread = problems.find(({ code }) => code === 'unread_words');
  if (unread || saysWhen) throw new UserError('unread_words', { words: unread?.words ?? args });
  if (name === null) throw new UserError('missing_name', { usage: '/testar modelo X' });
  const { id } = await knownTemplate(work.em, name);
  const { delivery, as } = await testTemplate(work, { templateId: id, variables, receivedBy }, await ownPhone(work));
  return done('testar', { id: null, as, template: name }, { log: delivery.id });
}
