import type { Cursor } from '../cursor.ts';
import { fault } from '../pieces.ts';
import { MONTH_WORDS } from '../words/months.ts';
import { type Clock, checked, isFault, isHourMark, readHalfDay, readMinutesAfterE } from './clock-ending.ts';
import { type Lead, readMinutesBefore, readNoon, takeLead } from './clock-words.ts';
import { readPart } from './day-parts.ts';

/** What makes the bare number before it anything but an hour: "8 dias", "3x", "10%". */
const COUNTED = 'x vez vezes envios dia dias semana semanas mes meses minutos segundos pessoas / %'.split(' ');

/** Whether a bare number may be an hour: nothing after it makes it a count, an ordinal ("2a a 6a") or the beginning of a date. */
function standsAlone(cursor: Cursor): boolean {
  const next = cursor.peek();
  if (next?.kind === 'number' || cursor.sees(...COUNTED)) return false;
  if (MONTH_WORDS.has(cursor.sees('de') ? (cursor.peek(1)?.text ?? '') : (next?.text ?? ''))) return false;
  if (next?.glued && ['o', 'a', 'os', 'as'].includes(next.text)) return cursor.wouldRead(readHalfDay);
  return !(next?.glued && ['/', '-', '.'].includes(next.text) && cursor.peek(1)?.glued);
}

/** One clock time after its lead: noon, "quinze pras dez", or figures. */
export function readClock(cursor: Cursor, lead: Lead): Clock | null {
  return readNoon(cursor) ?? readMinutesBefore(cursor) ?? cursor.attempt(c => readFigures(c, lead));
}

function readFigures(cursor: Cursor, lead: Lead): Clock | null {
  const spoken = cursor.peek()?.kind === 'word';
  const four = spoken ? null : cursor.attempt(c => readFourFigures(c, lead));
  if (four) return four;
  const led = lead === 'strong' || (lead === 'weak' && spoken);
  const hour = spoken ? cursor.numberWords(23) : cursor.digits(2);
  if (hour === null) return null;
  const colon = spoken ? null : readGluedMinutes(cursor);
  if (colon) return colon === 'invalid' ? fault('invalid_time') : checked(cursor, hour, colon.minute, colon.second);
  if (isHourMark(cursor) && !(cursor.sees('h') && !cursor.peek()?.glued && spoken)) {
    cursor.at++;
    return afterMark(cursor, hour);
  }
  const minutes = led || spoken || afterEIsWord(cursor) ? readMinutesAfterE(cursor) : null;
  if (minutes) return withUnsure(cursor, hour, minutes);
  const settled = cursor.sees('em', 'certinho') || cursor.wouldRead(readHalfDay) || cursor.wouldRead(readPart);
  if (!led && !settled) return null;
  const before = cursor.at;
  if (!standsAlone(cursor)) return null;
  const clock = checked(cursor, hour, 0);
  return led || cursor.at > before ? clock : null;
}

/** "0900", "às 1430", "1430h": four figures that no year is written with, or that are said to be an hour. */
function readFourFigures(cursor: Cursor, lead: Lead): Clock | null {
  const token = cursor.peek();
  if (token?.kind !== 'number' || token.text.length !== 4) return null;
  cursor.at++;
  const marked = cursor.peek()?.glued === true && cursor.take('h', 'hs', 'hrs');
  if (!marked && lead !== 'strong' && !token.text.startsWith('0')) return null;
  if (cursor.peek()?.glued && !cursor.sees(',', '.', ';')) return null;
  return checked(cursor, Number(token.text.slice(0, 2)), Number(token.text.slice(2)));
}

function afterEIsWord(cursor: Cursor): boolean {
  return cursor.sees('e') && cursor.peek(1)?.kind === 'word';
}

function withUnsure(cursor: Cursor, hour: number, minutes: { minute: number; unsure: boolean }): Clock {
  const clock = checked(cursor, hour, minutes.minute);
  if (!minutes.unsure || isFault(clock)) return clock;
  return fault('ambiguous_time', {
    asks: true,
    options: [`${hour}h${String(minutes.minute).padStart(2, '0')}`, `${hour}h e ${minutes.minute}h`],
  });
}

/** ":30", ":30:15", ".30" right after the hour. */
function readGluedMinutes(cursor: Cursor): { minute: number; second: number } | 'invalid' | null {
  return cursor.attempt(c => {
    const colon = c.takeGlued(':');
    if (!colon && !c.takeGlued('.')) return null;
    const token = c.peek();
    if (token?.kind !== 'number' || !token.glued) return null;
    if (token.text.length !== 2 && !colon) return null;
    c.at++;
    if (token.text.length !== 2) return 'invalid';
    const minute = Number(token.text);
    // "1.3.2013" and "10.12.26" are dates.
    if (!colon && c.peek()?.glued && c.sees('.') && c.peek(1)?.kind === 'number' && c.peek(1)?.glued) return null;
    const second = colon ? c.attempt(s => (s.takeGlued(':') && s.peek()?.glued ? s.digits(2) : null)) : null;
    c.take('h', 'hs', 'hr', 'hrs');
    return { minute, second: second ?? 0 };
  });
}

function afterMark(cursor: Cursor, hour: number): Clock {
  const glued = cursor.peek();
  if (glued?.kind === 'number' && glued.glued) {
    const minute = cursor.digits(2);
    if (minute === null) return fault('invalid_time');
    cursor.take('minutos', 'm');
    return checked(cursor, hour, minute);
  }
  const apart = cursor.attempt(c => {
    const minute = c.digits(2);
    return minute !== null && c.take('minutos') ? minute : null;
  });
  if (apart !== null) return checked(cursor, hour, apart);
  const minutes = readMinutesAfterE(cursor);
  return minutes ? withUnsure(cursor, hour, minutes) : checked(cursor, hour, 0);
}

/** One clock time with or without "às": for windows, lists and starts. */
export function readTime(cursor: Cursor, led: Lead = 'none'): Clock | null {
  return cursor.attempt(c => {
    const lead = takeLead(c);
    return readClock(c, lead === 'none' ? led : lead);
  });
}

/** A clock time without "às" that is more than a bare number: what makes the 9 of "todo dia 9h" an hour. */
export function looksLikeClock(cursor: Cursor): boolean {
  return cursor.wouldRead(c => readClock(c, 'none'));
}
