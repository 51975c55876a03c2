import { ask, type CommandContext, defineCommand, done, type Reply, YES_NO } from '../src/chat/command.ts';
import { UserError } from '../src/errors.ts';
import { describeOption } from '../src/schedule/describe-option.ts';
import { type Postponement, postponeNext } from '../src/scheduling/postpone-next.ts';
import { postponedBy } from '../src/scheduling/postponement.ts';
import { getSchedule } from '../src/scheduling/queries/get-schedule.ts';
import { aboutSchedule } from './shared/about-schedule.ts';
import { readId } from './shared/words.ts';

const USAGE = '/adiar N <tempo>';

export default defineCommand({
  name: 'adiar',
  aliases: ['adia', 'atrasar'],
  summary: 'Passa só o próximo envio para mais tarde',
  usage: USAGE,
  examples: ['/adiar 12 30 minutos', '/adiar 12 mais 2h', '/adiar 12 15h', '/adiar 12 amanhã 10h'],
  role: 'editor',
  addsUp: true,
  async run(context, args) {
    const { id, rest } = readId(args, USAGE);
    if (rest === '') throw new UserError('postpone_when');
    try {
      return await told(context, id, await postponeNext(context.work, id, postponedBy(rest, context.askedAt)));
    } catch (error) {
      if (error instanceof UserError && error.code === 'postpone_unclear') return which(id, error);
      if (error instanceof UserError && error.code === 'postpone_back') throw new UserError(error.code, { id });
      throw error;
    }
  },
  async answer(context, { id, due, to }, { index }) {
    const instant: unknown = Array.isArray(to) ? to[index] : undefined;
    if (typeof id !== 'number' || typeof instant !== 'string') throw new UserError('question_expired');
    const postponement: Postponement = present => {
      // Somebody moved it, or it went out: what was asked about is not there any more.
      if (present.toString() !== due) throw new UserError('postpone_changed', { id });
      return Temporal.Instant.from(instant);
    };
    return told(context, id, await postponeNext(context.work, id, postponement));
  },
});

/** Asks which of two instants is meant, or whether the only one is. */
function which(id: number, { details }: UserError): Reply {
  const { words, amount, hour, due, timezone } = details as {
    words: string;
    amount: Temporal.Instant | null;
    hour: Temporal.Instant;
    due: Temporal.Instant;
    timezone: string;
  };
  const today = due.toZonedDateTimeISO(timezone).toPlainDate();
  const local = (instant: Temporal.Instant) =>
    describeOption(instant.toZonedDateTimeISO(timezone).toPlainDateTime().toString({ smallestUnit: 'minute' }), today);
  const options = amount ? [`${words} a mais: ${local(amount)}`, `às ${words}: ${local(hour)}`] : YES_NO;
  const to = (amount ? [amount, hour] : [hour]).map(String);
  const data = { id, words, hour, due, timezone, isEither: amount !== null };
  return ask({ template: 'adiar_qual', data, options, payload: { id, due: String(due), to } });
}

async function told(
  { work }: CommandContext,
  id: number,
  { occurrence, from }: Awaited<ReturnType<typeof postponeNext>>,
): Promise<Reply> {
  const read = await getSchedule(work.em, id);
  const isOnce = read.schedule.rule.rrule === null;
  const about = await aboutSchedule(work.em, read, work.now);
  const data = { ...about, isOnce, from, dueAt: occurrence.dueAt };
  return done('adiar', data, { schedule: id, occurrence: occurrence.id });
}
