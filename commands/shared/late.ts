import { ask, type CommandContext, done, type Reply, type ReplyData, YES_NO } from '../../src/chat/command.ts';
import { UserError } from '../../src/errors.ts';
import { answerLate } from '../../src/scheduling/late/answer-late.ts';
import { idsOf, type LateRun } from '../../src/scheduling/late/late-messages.ts';

/** Asks what is to become of late messages: one question for all of them. */
export function askAbout(runs: readonly LateRun[], template: string, data: ReplyData = {}): Reply {
  return ask({ template, data: { ...data, runs }, options: YES_NO, payload: { ...idsOf(runs) } });
}

/** Does what was answered, to what was asked about and still waits. */
export async function decideLate(
  { work }: CommandContext,
  { occurrences, logs }: Readonly<Record<string, unknown>>,
  answer: 'send' | 'leave',
): Promise<Reply> {
  if (!isIds(occurrences) || !isIds(logs)) throw new UserError('question_expired');
  const decided = await answerLate(work, { occurrences, logs }, answer);
  const template = answer === 'send' ? 'reenviar/atrasadas_saem' : 'reenviar/atrasadas_ficam';
  return done(template, { count: decided.length }, { logs: decided });
}

function isIds(ids: unknown): ids is number[] {
  return Array.isArray(ids) && ids.every(id => typeof id === 'number');
}
