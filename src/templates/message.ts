/**
 * Messages that users write, with variables: `Oi, {{nome}}! São {{moeda valor}}.`
 *
 * They are untrusted programs. Handlebars gets only what `message-syntax.ts` let through: plain variables, our own
 * helpers and `if`/`unless`; no paths, partials, loops, or access to anything that is not one of the given variables.
 */
import Handlebars from 'handlebars';
import { UserError } from '../errors.ts';
import { messageHelpers, type SendContext } from './message-helpers.ts';
import { type MessageSyntax, readMessageSyntax } from './message-syntax.ts';
import { dateText } from './portuguese.ts';

export type { SendContext } from './message-helpers.ts';

/** What a template's body may take; far more than a message can show. */
export const MAX_BODY_BYTES = 10_240;
/** What rendering may take and yield, in UTF-16 units; WhatsApp's own, smaller limit is checked by the verbs. */
const MAX_LENGTH = 65_536;
/** Compiled bodies that are kept: a run renders the same one for each recipient. */
const KEPT_BODIES = 200;

interface CompiledMessage extends MessageSyntax {
  run: Handlebars.TemplateDelegate;
}

const sandbox = Handlebars.create();
for (const name of Object.keys(sandbox.helpers)) {
  if (name !== 'if' && name !== 'unless') sandbox.unregisterHelper(name);
}
sandbox.registerHelper(messageHelpers);

const compiled = new Map<string, CompiledMessage>();

/**
 * The variables that a body uses, in the order of their first appearance, those too that may be left out
 * ({@link missingVariables} tells what may not). What helpers know by themselves (`saudacao`, `data`, …) is not among
 * them.
 *
 * @returns an empty list for a body that cannot be read
 */
export function messageVariables(body: string): string[] {
  try {
    return [...compile(body).variables];
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/**
 * Checks a body before it is stored.
 *
 * @throws UserError `template_syntax` with `problem` (`syntax`, `unknown_helper`, `not_allowed`, `too_deep`), `line` and
 *   `words` where they are known; `template_too_long` with `limit` in bytes
 */
export function checkMessage(body: string): void {
  compile(body);
}

/** The variables that must be given for this body and are not: names as written in it. */
export function missingVariables(body: string, variables: Readonly<Record<string, string>>): string[] {
  return compile(body).required.filter(name => !Object.hasOwn(variables, name));
}

/** Which of these names the body has no place for: what is given for them would be dropped. */
export function unusedNames(body: string, given: readonly string[]): string[] {
  const { variables, givingWay } = compile(body);
  return given.filter(name => !variables.includes(name) && !givingWay.includes(name));
}

/**
 * Values to show a body with before anybody has said what it lacks: an amount or a date where a helper reads one, else
 * the variable's own name.
 *
 * @param known what is there already
 */
export function exampleValues(
  body: string,
  { at, timezone }: SendContext,
  known: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { readBy } = compile(body);
  const today = dateText(at.toZonedDateTimeISO(timezone).toPlainDate());
  const exampleOf = (name: string) => EXAMPLES[readBy.get(name) ?? ''] ?? (readBy.has(name) ? today : `(${name})`);
  return Object.fromEntries(missingVariables(body, known).map(name => [name, exampleOf(name)]));
}

/** What the helpers of an amount and of a name are shown with; all others read a date. */
const EXAMPLES: Readonly<Record<string, string>> = { moeda: '100', primeiro_nome: 'Fulano' };

/**
 * The text for one recipient.
 *
 * @param variables own properties only are seen; a variable named like a helper without an argument wins over it
 * @throws UserError `missing_variables` with `names`, `invalid_variable` with `helper` and `value`, `message_too_long`,
 *   and those of {@link checkMessage}
 */
export function renderMessage(body: string, variables: Readonly<Record<string, string>>, context: SendContext): string {
  const { run } = compile(body);
  const missing = missingVariables(body, variables);
  if (missing.length > 0) throw new UserError('missing_variables', { names: missing });
  // A body can repeat a value two thousand times: what goes in is bounded too, so that what comes out fits in memory.
  refuseLonger(Object.values(variables).reduce((length, value) => length + value.length, 0));
  const given: Readonly<Record<string, string>> = Object.assign(Object.create(null), variables);
  const text = run(given, { data: { send: context } });
  refuseLonger(text.length);
  return text;
}

function refuseLonger(length: number): void {
  if (length > MAX_LENGTH) throw new UserError('message_too_long', { limit: MAX_LENGTH });
}

function compile(body: string): CompiledMessage {
  const known = compiled.get(body);
  if (known) return known;
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) throw new UserError('template_too_long', { limit: MAX_BODY_BYTES });
  const syntax = readMessageSyntax(sandbox, body);
  const run = sandbox.compile(body, {
    strict: true,
    noEscape: true,
    knownHelpersOnly: true,
    knownHelpers: syntax.knownHelpers,
  });
  const message = { ...syntax, run };
  if (compiled.size >= KEPT_BODIES) compiled.delete(compiled.keys().next().value!);
  compiled.set(body, message);
  return message;
}
