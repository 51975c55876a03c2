import type { Cursor } from '../cursor.ts';
import { type DayRef, fault, type Piece } from '../pieces.ts';
import { AMOUNT_WORDS } from '../words/numbers.ts';
import { UNIT_WORDS } from '../words/units.ts';
import { WEEKDAY_WORDS } from '../words/weekdays.ts';
import { isPiece, readDay } from './any-day.ts';
import type { Phrase } from './phrase.ts';
import { readWeekday } from './weekday-lists.ts';

/** "3 dias antes do", "uma semana depois do", "na véspera do": days from the one that follows; below zero before it. */
function readDistance(cursor: Cursor): number | null {
  cursor.take('na', 'no');
  if (cursor.take('vespera')) return cursor.take('de', 'do', 'da') ? -1 : null;
  const amount = cursor.number(999);
  const span = amount === null ? null : cursor.lookUp(UNIT_WORDS);
  if (amount === null || !span || (span.unit !== 'day' && span.unit !== 'week')) return null;
  const days = amount * span.size * (span.unit === 'week' ? 7 : 1);
  if (cursor.take('antes')) return cursor.take('de', 'do', 'da', 'dos') ? -days : null;
  if (cursor.take('apos')) return days;
  return cursor.take('depois') && cursor.take('de', 'do', 'da', 'dos') ? days : null;
}

export const shiftedPhrase: Phrase = {
  name: 'Antes e depois de um dia',
  opens: new Set([...AMOUNT_WORDS, 'na', 'no', 'vespera']),
  examples: ['3 dias antes do dia 20 9h', 'uma semana depois do natal 10h', 'na véspera do dia das mães 8h'],
  read(cursor): Piece | null {
    const days = readDistance(cursor);
    const base = days === null ? null : readDay(cursor);
    // "2 dias depois de amanhã": a day after tomorrow, or two?
    if (days === null || !base || (!isPiece(base) && base.type === 'offset')) return null;
    return isPiece(base) ? base : { kind: 'day', day: { type: 'shifted', base, days } satisfies DayRef };
  },
};

/** "semana passada", "sexta passada", "há dois dias", "3 dias atrás": nothing can be sent then. */
export const pastPhrase: Phrase = {
  name: 'Passado',
  opens: new Set([
    ...[...AMOUNT_WORDS, ...WEEKDAY_WORDS.keys()],
    ...['ha', 'faz', 'uns', 'umas', 'na', 'no', 'da', 'do', 'semana', 'mes', 'ano'],
  ]),
  examples: [],
  read(cursor) {
    const ago = cursor.attempt(c => (c.take('ha', 'faz') && readSpan(c)) || null);
    if (ago) return fault('past_time');
    const back = cursor.attempt(c => (readSpan(c) && c.take('atras') ? true : null));
    if (back) return fault('past_time');
    cursor.take('na', 'no', 'da', 'do');
    const period = cursor.take('semana', 'mes', 'ano') || readWeekday(cursor) !== null;
    return period && cursor.take('passada', 'passado', 'retrasada', 'retrasado') ? fault('past_time') : null;
  },
};

function readSpan(cursor: Cursor): boolean {
  cursor.take('uns', 'umas');
  return cursor.number(999) !== null && cursor.lookUp(UNIT_WORDS) !== null;
}
