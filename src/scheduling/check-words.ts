import { UserError } from '../errors.ts';
import { checkMessage, messageVariables, unusedNames } from '../templates/message.ts';
import { findSlips, mended } from '../templates/slips.ts';

/** What a schedule says already: what was accepted then is not refused now. */
export interface StoredWords {
  text: string | null;
  variables: Readonly<Record<string, string>>;
}

/**
 * Refuses words that look like a variable and would go out as they are written (`{nome}`, `[nome]`), or not at all
 * (`{{nome}`, `{{Nome}}`).
 *
 * @param known.names variables that exist here
 * @param known.field of the body that is refused
 * @throws UserError `looks_like_variable` {slips: [{written, meant}], mended, field}; for a body that cannot be read
 *   `template_syntax`, with `slips` and `mended` beside what checkMessage says
 */
export function refuseSlips(body: string, known: { names: Iterable<string>; field: 'text' | 'body' }): void {
  const slips = findSlips(body, [...known.names, ...messageVariables(body)]);
  const text = mended(body, slips);
  // What cannot be mended so is refused for what it is.
  if (slips.length === 0 || faultOf(text)) return;
  const named = [...new Map(slips.map(({ written, meant }) => [written, { written, meant }])).values()];
  const fault = faultOf(body);
  if (fault) throw new UserError(fault.code, { ...fault.details, slips: named, mended: text });
  throw new UserError('looks_like_variable', { slips: named, mended: text, field: known.field });
}

function faultOf(body: string): UserError | null {
  try {
    checkMessage(body);
    return null;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/**
 * Refuses values that the text has no place for: they were meant to be read.
 *
 * @throws UserError `unused_variables` {names, template: its name or null, known: what it does use, field}
 */
export function refuseUnused(
  { body, variables, template }: { body: string; variables: Readonly<Record<string, string>>; template: string | null },
  stored: StoredWords | null = null,
): void {
  const given = Object.keys(variables).filter(name => stored?.variables[name] !== variables[name]);
  const names = unusedNames(body, given);
  if (names.length === 0) return;
  throw new UserError('unused_variables', { names, template, known: messageVariables(body), field: 'variables' });
}
