import { Cursor } from './cursor.ts';
import { tokenize } from './tokenize.ts';
import { UNIT_WORDS, type Unit } from './words/units.ts';

/** An amount of time. Days and longer are the calendar's, hours and minutes the clock's. */
export interface Amount {
  months: number;
  days: number;
  minutes: number;
  /** Hours (and minutes) written as an hour of the day is too: "2h", "1h30", "1:30", "2 horas". */
  isLikeAnHour: boolean;
  /** Its hours are a whole word: "2 horas". */
  isSpelled: boolean;
}

const MINUTES: Partial<Record<Unit, number>> = { minute: 1, hour: 60 };
const DAYS: Partial<Record<Unit, number>> = { day: 1, week: 7 };
const MONTHS: Partial<Record<Unit, number>> = { month: 1, year: 12 };
const SPELLED = /^hor/;

/** Reads "30 minutos", "2h", "1h30", "uma hora e meia", "2 dias e 3 horas"; null when the text is anything else, or has more. */
export function readAmount(text: string): Amount | null {
  const cursor = new Cursor(tokenize(text));
  const amount: Amount = { months: 0, days: 0, minutes: 0, isLikeAnHour: false, isSpelled: false };
  let parts = 0;
  while (!cursor.done) {
    if (parts > 0) cursor.take('e', ',');
    if (!readPart(cursor, amount)) return null;
    parts++;
  }
  if (parts !== 1) amount.isLikeAnHour = false;
  return parts === 0 || amount.months + amount.days + amount.minutes === 0 ? null : amount;
}

function readPart(cursor: Cursor, amount: Amount): boolean {
  if (cursor.phrase`meia hora`) {
    amount.minutes += 30;
    return true;
  }
  const count = readCount(cursor);
  if (count === null) return false;
  if (cursor.takeGlued(':')) {
    const minutes = cursor.digits(2);
    if (minutes === null || minutes > 59) return false;
    amount.minutes += count * 60 + minutes;
    amount.isLikeAnHour = true;
    return true;
  }
  const word = cursor.peek();
  const unit = cursor.lookUp(UNIT_WORDS);
  if (!unit) return false;
  const half = cursor.phrase`e meia|e meio` ? 0.5 : 0;
  const size = (count + half) * unit.size;
  if (unit.unit === 'hour') {
    amount.isSpelled = SPELLED.test(word!.text);
    amount.isLikeAnHour = Number.isInteger(count);
    amount.minutes += size * 60 + (half === 0 ? readMinutes(cursor) : 0);
    return true;
  }
  if (DAYS[unit.unit] && half > 0 && unit.unit === 'day') amount.minutes += 12 * 60;
  else if (!Number.isInteger(size)) return false;
  amount.minutes += (MINUTES[unit.unit] ?? 0) * size;
  amount.days += (DAYS[unit.unit] ?? 0) * Math.floor(size);
  amount.months += (MONTHS[unit.unit] ?? 0) * size;
  return unit.unit !== 'second';
}

/** Digits, with a fraction ("1,5 horas") or not, or words; "umas 2 horas" is two. */
function readCount(cursor: Cursor): number | null {
  cursor.take('uns', 'umas');
  const whole = cursor.number();
  if (whole === null) return null;
  const fraction = cursor.attempt(c => (c.takeGlued(',', '.') && c.peek()?.glued ? c.digits(2) : null));
  return fraction === null ? whole : Number(`${whole}.${fraction}`);
}

/** The minutes glued to an hour: "1h30", "1h30min". */
function readMinutes(cursor: Cursor): number {
  // "2h30", "2h e 30"
  const bare = cursor.attempt(c => {
    if (!c.take('e')) return null;
    const count = c.digits(2);
    return count !== null && count < 60 && c.done ? count : null;
  });
  if (bare !== null) return bare;
  if (!cursor.peek()?.glued) return 0;
  const minutes = cursor.digits(2) ?? 0;
  if (minutes > 0) cursor.take('min', 'minutos', 'minuto', 'm');
  return minutes;
}
