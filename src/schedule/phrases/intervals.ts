import type { Cursor } from '../cursor.ts';
import { fault, type Piece, type PieceOf } from '../pieces.ts';
import type { Frequency } from '../rrule-value.ts';
import { AMOUNT_WORDS } from '../words/numbers.ts';
import { UNIT_WORDS, type Unit, type UnitWord } from '../words/units.ts';
import { WEEKDAY_WORDS } from '../words/weekdays.ts';
import { readDuration } from './days.ts';
import type { Phrase } from './phrase.ts';
import { readWeekday } from './weekday-lists.ts';

const FREQUENCY: Record<Exclude<Unit, 'second'>, Frequency> = {
  minute: 'MINUTELY',
  hour: 'HOURLY',
  day: 'DAILY',
  week: 'WEEKLY',
  month: 'MONTHLY',
  year: 'YEARLY',
};

/** A repetition by a unit; seconds are too short for messages. `vague`: see `Piece`. */
export function every(unit: Unit, interval: number, vague: boolean): PieceOf<'every'> | PieceOf<'fault'> {
  if (unit === 'second') return fault('interval_too_short');
  if (interval < 1) return fault('ambiguous_recurrence', { asks: true });
  return { kind: 'every', freq: FREQUENCY[unit], interval, vague, weekdays: [], part: null };
}

function everyWeeks(interval: number, weekday: number): PieceOf<'every'> {
  return { kind: 'every', freq: 'WEEKLY', interval, vague: false, weekdays: [weekday], part: null };
}

/** "a cada 2 dias", "de 3 em 3 horas", "de hora em hora", "a cada 1h30", "a cada duas quartas". */
function readInterval(cursor: Cursor): Piece | null {
  const fromTo = cursor.attempt(readFromTo);
  if (fromTo) return fromTo;
  if (!cursor.phrase`a cada|cada|com intervalo de|em intervalos de`) return null;
  const weekdays = cursor.attempt(c => {
    const interval = c.number(52);
    const word = interval === null ? null : readWeekday(c);
    return word?.plural && interval ? everyWeeks(interval, word.weekday) : null;
  });
  if (weekdays) return weekdays;
  const duration = readDuration(cursor);
  return duration && every(duration.unit, duration.amount, false);
}

/** "de 2 em 2 horas": both numbers must agree. */
function readFromTo(cursor: Cursor): Piece | null {
  cursor.take('de');
  if (cursor.phrase`hora em hora`) return every('hour', 1, false);
  if (cursor.phrase`meia em meia hora`) return every('minute', 30, false);
  if (cursor.phrase`minuto em minuto`) return every('minute', 1, false);
  const first = cursor.number(999);
  if (first === null || !cursor.take('em')) return null;
  const second = cursor.number(999);
  const unit = cursor.lookUp(UNIT_WORDS);
  return unit && second === first ? every(unit.unit, first * unit.size, false) : null;
}

/** "dia sim, dia não", "semana sim, outra não", "em dias alternados". */
function readAlternate(cursor: Cursor): Piece | null {
  if (cursor.phrase`em dias alternados|dias alternados`) return every('day', 2, false);
  if (cursor.phrase`em semanas alternadas|semanas alternadas`) return every('week', 2, false);
  const alternating = cursor.attempt(c => {
    c.phrase`em|as|aos|nas|nos|toda|todo|todas as|todos os`;
    const word = readWeekday(c);
    return word && c.take('alternada', 'alternadas', 'alternado', 'alternados') ? everyWeeks(2, word.weekday) : null;
  });
  if (alternating) return alternating;
  cursor.take('um', 'uma');
  const unit = cursor.lookUp(UNIT_WORDS);
  const weekday = unit ? null : readWeekday(cursor);
  if ((!unit && !weekday) || !cursor.take('sim')) return null;
  cursor.take(',', 'e');
  cursor.take('um', 'uma');
  // "segunda sim, terça não" is no rhythm of one day.
  if (!cursor.take('outro', 'outra') && !cursor.lookUp(UNIT_WORDS)) {
    const other = readWeekday(cursor);
    if (other && other.weekday !== weekday?.weekday) return null;
  }
  if (!cursor.take('nao')) return null;
  return unit ? every(unit.unit, unit.size * 2, false) : everyWeeks(2, weekday!.weekday);
}

/** "2 vezes por dia", "uma vez por semana", "1x ao mês": a rate that the times or days said elsewhere must bear out. */
function readRate(cursor: Cursor): Piece | null {
  const times = cursor.number(99);
  if (times === null || !cursor.take('vez', 'vezes', 'x')) return null;
  if (!cursor.take('por', 'ao', 'a', 'no', '/', 'na', 'cada')) return null;
  const unit: UnitWord | null = cursor.lookUp(UNIT_WORDS);
  return unit && unit.size === 1 && ['day', 'week', 'month', 'year'].includes(unit.unit)
    ? { kind: 'rate', times, unit: unit.unit }
    : null;
}

export const alternatePhrase: Phrase = {
  name: 'Sim e não',
  opens: new Set([
    ...[...WEEKDAY_WORDS.keys(), ...UNIT_WORDS.keys()],
    ...['um', 'uma', 'em', 'as', 'aos', 'nas', 'nos', 'toda', 'todo', 'todas', 'todos'],
  ]),
  examples: [
    'dia sim, dia não 8h',
    'semana sim, semana não na quarta 9h',
    'sexta sim, sexta não 18h',
    'segundas alternadas 9h',
  ],
  read: readAlternate,
};

export const intervalPhrase: Phrase = {
  name: 'Intervalos',
  examples: [
    'a cada 3 horas',
    'a cada 2 dias 18h',
    'a cada 2 semanas na quarta 10h',
    'de 15 em 15 dias 9h',
    'de hora em hora',
    'a cada 1h30',
    'a cada 3 meses dia 10 às 9h',
  ],
  read: readInterval,
};

export const ratePhrase: Phrase = {
  name: 'Vezes por dia ou semana',
  opens: new Set(AMOUNT_WORDS),
  examples: ['duas vezes por dia (8h e 20h)', 'uma vez por semana na terça 9h'],
  read: readRate,
};
