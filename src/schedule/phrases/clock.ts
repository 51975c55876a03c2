import type { Cursor } from '../cursor.ts';
import { fault, type PieceOf, type SaidTime } from '../pieces.ts';
import { type Clock, type Fault, HOUR_MARKS, isFault } from './clock-ending.ts';
import { readClock, readTime } from './clock-figures.ts';
import { type Lead, takeLead } from './clock-words.ts';
import type { Phrase } from './phrase.ts';

/** "às 8, às 12 e às 18h", "9h e 15h": times joined by commas, "e" or a slash. */
function readTimes(cursor: Cursor): PieceOf<'times'> | Fault | null {
  const lead = takeLead(cursor);
  const first = readClock(cursor, lead);
  if (first === null || isFault(first)) return first;
  const times = [first, ...(lead === 'strong' ? (cursor.attempt(readLedTimes) ?? []) : [])];
  for (;;) {
    const next = cursor.attempt(c => readNextTime(c, lead)) ?? cursor.attempt(readAdjacentTime);
    if (next === null) break;
    if (isFault(next)) return next;
    times.push(next);
  }
  // "8h e 10h da noite": the night may be meant for both.
  const last = times.at(-1)!;
  const unsure =
    times.some(time => time.open && time.second <= 43_200) &&
    !last.open &&
    last.second >= 13 * 3600 &&
    cursor.tokens[cursor.at - 1]?.kind === 'word' &&
    endsInPart(cursor);
  return unsure ? fault('ambiguous_time', { asks: true }) : { kind: 'times', times };
}

function readNextTime(cursor: Cursor, lead: Lead): Clock | null {
  const comma = cursor.take(',');
  if (!comma && !cursor.take('e', '/', '+')) return null;
  cursor.take('e');
  const start = cursor.at;
  const next = readTime(cursor, lead);
  if (!comma || next === null || !isFault(next) || next.code !== 'ambiguous_time') return next;
  // "às 8, 14 e 20": after a comma the "e" joins the last hour of a list.
  cursor.at = start;
  const hour = cursor.digits(2);
  return hour === null || hour > 23 ? next : { second: hour * 3600, open: true, midnight: false };
}

/** "às 8 às 12 e às 18" after the first: a list, as an "e" follows; "às 8 às 12" alone could be a stretch. */
function readLedTimes(cursor: Cursor): SaidTime[] | null {
  const times: SaidTime[] = [];
  while (cursor.take('as')) {
    const time = readClock(cursor, 'strong');
    if (time === null || isFault(time)) return null;
    times.push(time);
  }
  return times.length && cursor.sees('e') && cursor.peek(1)?.text === 'as' ? times : null;
}

/** "8h 14h 20h": hours with their mark need nothing between them. */
function readAdjacentTime(cursor: Cursor): Clock | null {
  const mark = cursor.peek(1);
  const marked = cursor.peek()?.kind === 'number' && mark?.glued && [...HOUR_MARKS, ':'].includes(mark.text);
  return marked ? readClock(cursor, 'none') : null;
}

function endsInPart(cursor: Cursor): boolean {
  return ['tarde', 'noite'].includes(cursor.tokens[cursor.at - 1]?.text ?? '');
}

export const clockPhrase: Phrase = {
  name: 'Horas',
  examples: [
    'amanhã às 9h',
    'amanhã 9h30',
    'amanhã às 14:15',
    'amanhã 8 e meia',
    'amanhã às sete da noite',
    'amanhã quinze pras dez',
    'amanhã ao meio-dia e meia',
    'todo dia à meia-noite',
    'amanhã 7pm',
    'todo dia 8h, 12h e 18h',
    'amanhã hora 9h',
    'amanhã 0900',
  ],
  read: readTimes,
};

/** "amanhã -3h": no hour of the day, and not to be taken for one; "- 9h -" are dashes between the parts. */
export const minusPhrase: Phrase = {
  name: 'Horas negativas',
  examples: [],
  read(cursor) {
    const minus = cursor.peek();
    if (minus?.glued || isBullet(cursor) || !cursor.take('-') || !cursor.peek()?.glued) return null;
    return readClock(cursor, 'none') ? fault('invalid_time') : null;
  },
};

/** A dash before each line is no sign. */
function isBullet(cursor: Cursor): boolean {
  if (!cursor.peek()?.firstOfLine) return false;
  return (
    cursor.at > 0 || cursor.tokens.some(({ text, firstOfLine }, index) => index > 0 && firstOfLine && text === '-')
  );
}

const NOON = 43_200;

/** "das 2 às 4 da tarde": the afternoon may be meant for both; "das 9 às 6": the six of the evening, or of the next morning. */
function isUnclear(from: SaidTime, to: SaidTime): boolean {
  if (from.second < to.second) return from.open && !to.open && from.second < to.second - NOON;
  return to.open && (from.second < NOON || !from.open);
}

export const windowPhrase: Phrase = {
  name: 'Faixa de horário',
  examples: ['a cada 2 horas das 8h às 18h', 'a cada 30 minutos entre 9h e 12h', 'de hora em hora, 9h-17h'],
  read(cursor) {
    const between = cursor.take('entre');
    const led = between || cursor.take('das', 'de', 'da', 'do');
    cursor.take('as', 'a', 'o');
    const from = readClock(cursor, led ? 'strong' : 'none');
    if (from === null || isFault(from)) return null;
    const joined = between ? cursor.take('e') : cursor.take('a', 'as', 'ao', 'ate', '-');
    if (!joined) return null;
    cursor.take('as', 'a', 'o', 'ao');
    const to = readClock(cursor, 'strong');
    if (to === null) return null;
    if (isFault(to)) return to;
    return isUnclear(from, to) ? fault('ambiguous_time', { asks: true }) : { kind: 'window', opens: from, closes: to };
  },
};
