import {
  ask,
  type Command,
  type CommandContext,
  defineCommand,
  done,
  type Fault,
  YES_NO,
} from '../src/chat/command.ts';
import { UserError } from '../src/errors.ts';
import { answerUncertain } from '../src/scheduling/answer-uncertain.ts';
import { lateRuns } from '../src/scheduling/late/late-messages.ts';
import { getLog } from '../src/scheduling/queries/list-logs.ts';
import { retryDelivery } from '../src/scheduling/retry-delivery.ts';
import { askAbout, decideLate } from './shared/late.ts';
import { readId, refuseRest } from './shared/words.ts';

const USAGE = '/reenviar ID';

const atrasadas = defineCommand({
  name: 'atrasadas',
  aliases: ['atrasados', 'atrasada', 'atrasado'],
  summary: 'Pergunta de novo o que fazer com o que ficou atrasado e espera a sua resposta',
  usage: '/reenviar atrasadas',
  examples: ['/reenviar atrasadas'],
  role: 'editor',
  async run({ work }, args) {
    refuseRest(args);
    const runs = await lateRuns(work.em, work.now);
    if (runs.length === 0) throw new UserError('nothing_late', {}, 409);
    return askAbout(runs, 'reenviar/atrasadas');
  },
  answer: (context, payload) => decideLate(context, payload, 'send'),
  decline: (context, payload) => decideLate(context, payload, 'leave'),
});

export default defineCommand({
  name: 'reenviar',
  aliases: ['repetir'],
  summary: 'Envia de novo uma mensagem que falhou',
  usage: USAGE,
  examples: ['/reenviar 1234'],
  role: 'editor',
  subcommands: [atrasadas],
  async run(context, args) {
    const { id, rest } = readId(args, USAGE, 'missing_log_id');
    refuseRest(rest);
    const { status, recipientName: name, text, dueAt } = await getLog(context.work.em, id);
    if (status !== 'uncertain') return retry(context, id, false);
    return ask({ template: 'reenviar/certeza', data: { id, name, text, dueAt }, options: YES_NO, payload: { id } });
  },
  async answer(context, { id, ids }) {
    if (isIds(ids)) return decide(context, ids, 'sim');
    if (typeof id !== 'number') throw new UserError('question_expired');
    return retry(context, id, true);
  },
  decline: async (context, { ids }) => (isIds(ids) ? decide(context, ids, 'não') : null),
});

/** The bot itself asked, about messages of one run that nobody has seen leave (src/chat/ask-uncertain.ts). */
async function decide({ work }: CommandContext, ids: readonly number[], answer: 'sim' | 'não') {
  const { decided, settled, optedOut } = await answerUncertain(work, ids, answer);
  const namesOf = (deliveries: typeof decided) => deliveries.map(({ recipientName }) => recipientName);
  const data = { decided: namesOf(decided), settled: namesOf(settled), optedOut: namesOf(optedOut) };
  const template = answer === 'sim' ? 'reenviar/feitas' : 'reenviar/deixadas';
  return done(template, data, { logs: decided.map(({ id }) => id) });
}

function isIds(ids: unknown): ids is number[] {
  return Array.isArray(ids) && ids.every(id => typeof id === 'number');
}

async function retry({ work }: CommandContext, id: number, evenIfArrived: boolean): ReturnType<Command['run']> {
  const before = (await getLog(work.em, id)).recipientKey;
  const delivery = await retryDelivery(work, id, { evenIfArrived });
  const { recipientName: name, recipientKey, text, evolutionConfig } = delivery;
  const phone = recipientKey === before ? null : recipientKey;
  const { pausedAt, state } = evolutionConfig;
  const details = { name: evolutionConfig.name };
  const closed: Fault[] = state === 'close' ? [{ code: 'instance_closed', details }] : [];
  const notes = pausedAt ? [{ code: 'instance_paused', details }] : closed;
  return done('reenviar/feito', { id, name, text, phone }, { log: id }, notes);
}
