import { ask, type Command, type CommandContext, type Reply, refuse, YES_NO } from '../../src/chat/command.ts';
import { UserError } from '../../src/errors.ts';
import { foldName } from '../../src/scheduling/names.ts';
import { findContactByPhone } from '../../src/scheduling/queries/find-contact-by-phone.ts';
import { findNamed, namesOf, notFound } from './choose-recipients.ts';

/**
 * A command about people or places on its way: its words, and what was settled by questions since. Kept as plain JSON
 * in the pending question; each answer runs the whole command again from the words.
 */
export interface NamedRequest {
  readonly words: string;
  /** What was chosen: `contact:ana` → its id. */
  readonly picks: Readonly<Record<string, number>>;
}

/** Somebody or some place by its proper name. */
export interface Named {
  readonly id: number;
  readonly name: string;
}

/** The `run` and `answer` of a command that names people or places. */
export function withNames(
  act: (context: CommandContext, request: NamedRequest) => Promise<Reply>,
): Required<Pick<Command, 'run' | 'answer'>> {
  return {
    run: (context, words) => act(context, { words, picks: {} }),
    answer: (context, payload, { index }) => act(context, answered(payload, index)),
  };
}

/** A question whose answer picks one of `ids` (in the order of the options) under `key`, and runs the command again. */
export function askToPick(
  request: NamedRequest,
  pick: { key: string; ids: readonly number[] },
  question: Pick<Extract<Reply, { kind: 'question' }>, 'template' | 'data' | 'options'>,
): Reply {
  return ask({ ...question, payload: { ...request, asking: pick } });
}

/**
 * Who or what a name means. A contact may be named by phone. A name that several share, or that is matched only
 * roughly, is asked about.
 *
 * @returns the one, or what is said instead: a question, or that nobody is called so
 */
export async function whoIs(
  { work }: CommandContext,
  request: NamedRequest,
  type: 'contact' | 'group',
  name: string,
): Promise<Named | { reply: Reply }> {
  const { em } = work;
  const byPhone = type === 'contact' ? await findContactByPhone(em, name) : null;
  if (byPhone) return byPhone;
  const { unknown, ambiguous, rough, labels } = await findNamed(em, type, [name]);
  const [nobody] = unknown;
  if (nobody) return { reply: refuse([notFound(nobody)]) };
  const key = `${type}:${foldName(name)}`;
  const options = ambiguous[0]?.options ?? rough.map(({ id, match }) => ({ id, name: match }));
  const [exact] = labels;
  if (options.length === 0 && exact?.id) return { id: exact.id, name: exact.name };
  const picked = options.find(({ id }) => id === request.picks[key]);
  if (picked) return picked;
  const pick = { key, ids: options.map(({ id }) => id) };
  const question = ambiguous[0]
    ? { template: 'agendar/qual', data: { type, name }, options: await namesOf(work, type, options) }
    : { template: 'nome_parecido', data: { name, match: rough[0]?.match }, options: YES_NO };
  return { reply: askToPick(request, pick, question) };
}

/** Who several names mean: everybody, or one reply that names all that nobody is called, or the first question. */
export async function whoAre(
  context: CommandContext,
  request: NamedRequest,
  type: 'contact' | 'group',
  names: readonly string[],
): Promise<Named[] | { reply: Reply }> {
  const found: Named[] = [];
  const replies: Reply[] = [];
  for (const name of names) {
    const one = await whoIs(context, request, type, name);
    if ('reply' in one) replies.push(one.reply);
    else found.push(one);
  }
  const faults = replies.flatMap(reply => (reply.kind === 'refused' ? reply.faults : []));
  if (faults.length > 0) return { reply: refuse(faults) };
  return replies[0] ? { reply: replies[0] } : found;
}

/** @throws UserError `question_expired` for what this version did not write */
function answered({ words, picks, asking }: Readonly<Record<string, unknown>>, index: number): NamedRequest {
  const { key, ids } = (asking ?? {}) as { key?: unknown; ids?: unknown };
  const id: unknown = Array.isArray(ids) ? ids[index] : undefined;
  const isWhole = typeof words === 'string' && typeof key === 'string' && typeof id === 'number';
  if (!isWhole || typeof picks !== 'object') throw new UserError('question_expired');
  return { words, picks: { ...(picks as NamedRequest['picks']), [key]: id } };
}
