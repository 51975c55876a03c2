import type { Cursor } from '../cursor.ts';
import { fault, type Piece } from '../pieces.ts';
import type { Phrase } from './phrase.ts';

/** Low and high of minute, hour, day of month, month, weekday (7 is Sunday too). */
const BOUNDS: [number, number][] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];
/** The longest field worth reading: every minute by name is not. */
const MAX_FIELD = 64;
const FIELD = /^[*.]$|^[\d*.,\-/]+$/;
const ITEM = /^(?:[*.]|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/;

/** The five fields, as typed; null when they do not come next. At least one of the last three is a star: five plain numbers are no cron. */
function takeFields(cursor: Cursor): string[] | null {
  cursor.take('cron');
  const fields: string[] = [];
  while (fields.length < 5) {
    const first = cursor.peek();
    if (!first || first.kind === 'quote' || first.kind === 'word') return null;
    let field = first.text;
    cursor.at++;
    while (cursor.peek()?.glued && field.length < MAX_FIELD) field += cursor.tokens[cursor.at++]!.text;
    if (!FIELD.test(field)) return null;
    fields.push(field);
  }
  return fields.slice(2).some(field => /^[*.]/.test(field)) ? fields : null;
}

/** The values of a field, empty for all of them; null when it is faulty. A dot stands for a star, which WhatsApp takes for bold. */
function valuesOf(field: string, [low, high]: [number, number]): number[] | null {
  if (/^[*.]$/.test(field)) return [];
  const values = new Set<number>();
  for (const item of field.split(',')) {
    const match = ITEM.exec(item);
    if (!match) return null;
    const from = match[1] === undefined ? low : Number(match[1]);
    const to = match[2] === undefined ? (match[1] === undefined || match[3] ? high : from) : Number(match[2]);
    const step = match[3] === undefined ? 1 : Number(match[3]);
    if (step < 1 || from < low || to > high || from > to) return null;
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

export const cronPhrase: Phrase = {
  name: 'Cron (pontos valem por asteriscos)',
  examples: ['0 9 . . 1-5', '30 8 1,15 * *'],
  read(cursor): Piece | null {
    const fields = takeFields(cursor);
    if (!fields) return null;
    const [minutes, hours, days, months, weekdays] = fields.map((field, index) => valuesOf(field, BOUNDS[index]!));
    if (!minutes || !hours || !days || !months || !weekdays) return fault('invalid_time');
    // Cron sends when either fits; a rule that says "or" is not one that we can show in a sentence.
    if (days.length && weekdays.length) return fault('ambiguous_recurrence', { asks: true });
    return {
      kind: 'cron',
      minutes,
      hours,
      days,
      months,
      weekdays: [...new Set(weekdays.map(day => (day + 6) % 7))].sort((a, b) => a - b),
    };
  },
};
