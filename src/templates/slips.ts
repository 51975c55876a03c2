/**
 * What was probably meant as a variable and is none: `{nome}`, `[nome]`, `<nome>`, `{{nome}`, `{{Nome}}`. Whatever else
 * stands in brackets is text: `[ATENÇÃO]`, `{VIP10}`, `<3`, JSON.
 */
import { fold } from '../schedule/normalize.ts';
import { ARGUMENTS, SELF_KNOWING } from './message-helpers.ts';

/** A passage of a body that would go out as it is written, and the variable that it looks like. */
export interface Slip {
  /** `[Nome]` */
  written: string;
  /** `{{nome}}` */
  meant: string;
  /** UTF-16 position in the body. */
  start: number;
}

/** Variables that exist, each with its key. */
type Names = ReadonlyMap<string, string>;

/** What every recipient with a name has, and what the clock tells. */
const ALWAYS_KNOWN: readonly string[] = ['nome', 'primeiro_nome', ...SELF_KNOWING];
/** Shorter names are too much like anything else that stands in brackets. */
const MIN_NEAR_LENGTH = 3;

const INSIDE = String.raw`[ \t]*([^\[\]{}<>\n]{1,60}?)[ \t]*`;
/** In this order: comments and escaped braces, which are passed over; variables as they should be; what looks like one. */
const PARTS = new RegExp(
  [
    String.raw`\{\{!--[\s\S]*?--\}\}|\{\{![^}]*\}\}|\{\{\[[^\]\n]*\]\}\}|\\\{\{[^{}]*\}{0,3}`,
    String.raw`(?<!\{)(?:\{\{(?!\{)${INSIDE}\}\}|\{\{\{(?!\{)${INSIDE}\}\}\})(?!\})`,
    String.raw`\{{1,3}${INSIDE}\}{1,3}`,
    String.raw`\[{1,2}${INSIDE}\]{1,2}`,
    `<{1,2}${INSIDE}>{1,2}`,
    // Opened and never closed, or closed and never opened.
    String.raw`\{\{[ \t]*([\p{L}][\p{L}\p{N}_-]*)`,
    String.raw`(?<![\p{L}\p{N}_-])([\p{L}][\p{L}\p{N}_-]*)[ \t]*\}\}`,
  ].join('|'),
  'gu',
);
/** Groups of the pattern that are a variable as it should be. */
const PROPER = [1, 2];

/**
 * The slips of a body, in their order.
 *
 * @param known names of variables that exist, beside those that always do
 */
export function findSlips(body: string, known: Iterable<string>): Slip[] {
  const names = new Map(Array.from([...known, ...ALWAYS_KNOWN], name => [name, keyOf(name)]));
  return [...body.matchAll(PARTS)].flatMap(match => {
    const group = match.findIndex((inside, index) => index > 0 && inside !== undefined);
    const inside = match[group];
    if (inside === undefined) return [];
    const meant = PROPER.includes(group) ? otherwiseWritten(inside, names) : meantBy(inside, names);
    return meant === null ? [] : [{ written: match[0], meant: `{{${meant}}}`, start: match.index }];
  });
}

/** The body with every slip written as it was meant. */
export function mended(body: string, slips: readonly Slip[]): string {
  return slips.reduceRight(
    (text, { written, meant, start }) => text.slice(0, start) + meant + text.slice(start + written.length),
    body,
  );
}

/** `{{Nome}}` and `{{primeiro nome}}` are no variables of ours, and no names that somebody would give. */
function otherwiseWritten(inside: string, names: Names): string | null {
  return names.has(inside) || Object.hasOwn(ARGUMENTS, inside) ? null : ofKey(names, keyOf(inside));
}

/** `nome`, `Primeiro nome`, `moeda valor`; null for what is no variable. */
function meantBy(inside: string, names: Names): string | null {
  const whole = nearestName(inside, names);
  if (whole !== null) return whole;
  const [, first = '', argument = ''] = /^(\S+)[ \t]+(.+)$/u.exec(inside) ?? [];
  const helper = Object.keys(ARGUMENTS).find(name => ARGUMENTS[name] === 1 && keyOf(name) === keyOf(first));
  const value = /^"[^"]*"$|^\d+$/.test(argument) ? argument : nearestName(argument, names);
  return helper === undefined || value === null ? null : `${helper} ${value}`;
}

function nearestName(inside: string, names: Names): string | null {
  if (!/^\p{L}[\p{L}\p{M}\p{N} ._-]*$/u.test(inside)) return null;
  if (names.has(inside)) return inside;
  const key = keyOf(inside);
  const near = () => [...names].find(([name, other]) => name.length >= MIN_NEAR_LENGTH && isOneLetterAway(other, key));
  return ofKey(names, key) ?? near()?.[0] ?? null;
}

function ofKey(names: Names, key: string): string | null {
  return [...names].find(([, other]) => other === key)?.[0] ?? null;
}

/** Without case and accents; blanks, stops and dashes are the line between two words. */
const keyOf = (name: string) => fold(name).replace(/[\s._-]+/g, '_');

/** One letter more, less or other, or two neighbours changed over. */
function isOneLetterAway(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  const isSwapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return isSwapped && short.slice(at + 2) === long.slice(at + 2);
}
