import type { Span } from './reading.ts';

/** WhatsApp's marks for bold, italics, struck out and code; people copy commands with them from our replies. */
const MARKS = /[*_~`]/;

/** Marks before the whole of a command: `_/ver 3_`, "```/agendar …```". The star and slash of a cron line are none. */
const OPENING = /^\s*([*_~`]+)\s*(?=[/!]?\s*\p{L})/u;

/** A command without the marks around all of it. */
export function unwrapped(text: string): string {
  const { start, end } = commandSpan(text);
  return text.slice(start, end);
}

/**
 * Where a command stands within the marks around all of it. A closing mark goes only with its opening one: in
 * `_/enviar … mensagem _Oi_` the last mark is the message's.
 */
export function commandSpan(text: string): Span {
  const opening = OPENING.exec(text);
  if (!opening) return { start: 0, end: text.length };
  let end = text.trimEnd().length;
  for (const [mark] of opening[1]!.matchAll(/(.)\1*/g)) {
    const isPaired = (text.slice(0, end).split(mark).length - 1) % 2 === 0;
    if (isPaired && text.slice(0, end).endsWith(mark)) end = text.slice(0, end - mark.length).trimEnd().length;
  }
  return { start: opening[0].length, end };
}

/** A pair of marks around words: before the first is a blank or another mark, after the last no letter or figure. */
const PAIR = /(?<=^|[\s(*_~])([*_~]|```)(?=\S)((?:(?!\1)[^\n]){1,400}?)(?<=\S)\1(?![\p{L}\d])/gmu;

/** The text with blanks for the marks around single words ("*amanhã* 9h"): every place in it stays the same. */
export function unformatted(text: string): string {
  if (!MARKS.test(text)) return text;
  const plain = text.replace(PAIR, (_, mark: string, words: string) => {
    const blank = ' '.repeat(mark.length);
    return `${blank}${words}${blank}`;
  });
  // Bold within italics: what was inside becomes a pair of its own.
  return plain === text ? text : unformatted(plain);
}
