import type { Cursor } from '../cursor.ts';
import { fault, type PieceOf, type SaidTime } from '../pieces.ts';
import { hoursMeant, readPart, withPart } from './day-parts.ts';

/** What is wrong with a time. */
export type Fault = PieceOf<'fault'>;

/** A time as read, or what is wrong with it. */
export type Clock = SaidTime | Fault;

/** Tells a fault from a time. */
export const isFault = (clock: Clock): clock is Fault => 'kind' in clock;

const HALF_DAY: [string, number][] = [
  ['am', 0],
  ['pm', 12],
];

/** "am", "p.m.": the hours that it adds to a twelve-hour time. */
export function readHalfDay(cursor: Cursor): number | null {
  for (const [word, hours] of HALF_DAY) {
    if (cursor.take(word)) return hours;
    const letters = [...word];
    const dotted = cursor.attempt(c => (c.take(letters[0]!) && c.takeGlued('.') && c.take('m') ? hours : null));
    if (dotted !== null) {
      cursor.takeGlued('.');
      return dotted;
    }
  }
  return null;
}

/** "e meia", "e quinze", "e 30". `unsure`: figures that could as well be another hour ("8 e 20"). */
export function readMinutesAfterE(cursor: Cursor): { minute: number; unsure: boolean } | null {
  return cursor.attempt(c => {
    if (!c.take('e')) return null;
    if (c.take('meia')) {
      // "e meia-noite" is another hour.
      const noon = c.sees('noite') || (c.sees('-') && c.peek(1)?.text === 'noite');
      return noon ? null : { minute: 30, unsure: false };
    }
    if (c.phrase`um quarto`) return { minute: 15, unsure: false };
    const spoken = c.numberWords(59);
    const minute = spoken ?? c.digits(2);
    if (minute === null || minute > 59) return null;
    const named = c.take('minutos', 'm');
    // Another hour, day or count follows: "8h e 20h", "9h e 15/12", "8h e 3 vezes".
    if (!named && (isHourMark(c) || c.sees(':', '/', 'x', 'vezes', 'dias') || c.peek()?.kind === 'number')) return null;
    // "às 9 e 6 da tarde" are two hours.
    if (!named && minute < 13 && minute % 5 !== 0 && c.wouldRead(readPart)) return null;
    return { minute, unsure: !named && minute < 24 && (spoken !== null ? minute % 5 !== 0 : minute !== 15) };
  });
}

/** What makes a number an hour: "9h", "9 horas". */
export const HOUR_MARKS = ['h', 'hs', 'hr', 'hrs', 'hora', 'horas'];

/** Whether an hour mark comes next. */
export function isHourMark(cursor: Cursor): boolean {
  return cursor.sees(...HOUR_MARKS);
}

/** What may follow the figures: "em ponto", am or pm, a part of the day; it belongs to the hour named, `minutesBefore` which the time is. */
export function finish(cursor: Cursor, second: number, minutesBefore = 0): Clock {
  cursor.phrase`em ponto|certinho|certinhas|cravado`;
  cursor.take('horas', 'hrs', 'hs');
  const shift = readHalfDay(cursor);
  const before = minutesBefore * 60;
  const named = (second + before) % 86_400;
  if (shift !== null) {
    if (named >= 13 * 3600 || named < 3600) return fault('invalid_time');
    const hour = (Math.floor(named / 3600) % 12) + shift;
    return { second: (hour * 3600 + (named % 3600) - before + 86_400) % 86_400, open: false, midnight: false };
  }
  const part = readPart(cursor);
  if (part === null) return { second, open: true, midnight: false };
  if (part === 'night' && Math.floor(named / 3600) === 12)
    return { second: (named % 3600) - before + (before ? 86_400 : 0), open: false, midnight: true };
  const moved = withPart(named, part);
  return moved === null
    ? fault('invalid_time', { options: hoursMeant(named, part) })
    : { second: moved - before, open: false, midnight: false };
}

/** A time of these figures with what may follow them; figures that no clock shows are a fault. */
export function checked(cursor: Cursor, hour: number, minute: number, second = 0): Clock {
  const clock = finish(cursor, Math.min(hour, 23) * 3600 + Math.min(minute, 59) * 60 + second);
  return hour > 23 || minute > 59 || second > 59 ? fault('invalid_time') : clock;
}
