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

/** Where a command stands within the marks around all of it. */
export function commandSpan(text: string): Span {
  const opening = OPENING.exec(text);
  if (!opening) return { start: 0, end: text.length };
  const start = opening[0].length;
  let end = text.trimEnd().length;
  for (const [mark] of opening[1]!.matchAll(/(.)\1*/g)) {
    if (closesAtEnd(text.slice(start, end), mark)) end = text.slice(0, end - mark.length).trimEnd().length;
  }
  return { start, end };
}

/**
 * Whether a mark that was opened before the text closes with it: in `/enviar … mensagem _Oi_` the last mark is the
 * message's, and in `/enviar_ … mensagem _Oi_` it was closed long before.
 */
function closesAtEnd(text: string, mark: string): boolean {
  if (!text.endsWith(mark)) return false;
  let open = 1;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) {
    const isOpening =
      /(?:^|[\s(*_~])$/.test(text.slice(Math.max(0, at - 1), at)) && /^\S/.test(text.slice(at + mark.length));
    open += isOpening ? 1 : -1;
    if (open === 0) return at + mark.length === text.length;
  }
  return false;
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
