import type { Cursor } from '../cursor.ts';
import { phraseSet } from '../phrase-table.ts';
import { type Excluded, fault, type Piece } from '../pieces.ts';
import { HOLIDAY_PLACES } from '../words/zones.ts';
import { readDay } from './any-day.ts';
import type { Phrase } from './phrase.ts';
import { readRange } from './ranges.ts';
import { readWeekdayList } from './weekday-lists.ts';

const LEADS = phraseSet([
  'exceto',
  'menos',
  'fora',
  'tirando',
  'salvo',
  'excluindo',
  'pulando',
  'pula',
  'pular',
  'exclui',
  'excluir',
  'a nao ser',
  'sem ser',
  'sem contar',
  'sem',
  'com excecao de',
  'com excecao dos',
  'a excecao de',
  'nao enviar',
  'mas nao',
  'que nao seja',
  'que nao sejam',
]);
const ARTICLES = ['nos', 'no', 'nas', 'na', 'aos', 'ao', 'as', 'os', 'o', 'em', 'de', 'dos', 'do', 'para', 'e'];

/** "feriados", "feriados de SP", "feriados nacionais", and the days that are holidays by custom. */
function readHolidays(cursor: Cursor): Excluded | null {
  return cursor.attempt((c): Excluded | null => {
    if (!c.take('feriado', 'feriados')) return null;
    if (c.take('nacionais', 'nacional')) return { type: 'holidays', place: null };
    c.take('estaduais', 'estadual');
    const place = c.attempt(r => {
      if (!r.take('de', 'do', 'da', 'em')) return null;
      return r.find(HOLIDAY_PLACES);
    });
    return { type: 'holidays', place };
  });
}

/** Days that are holidays by custom: beside "feriados" they join them in every year. */
function readCustomary(cursor: Cursor): Excluded | null {
  if (cursor.phrase`carnaval`) return { type: 'holidays', place: '+CARNAVAL' };
  return cursor.phrase`corpus christi` ? { type: 'holidays', place: '+CORPUS_CHRISTI' } : null;
}

function readItem(cursor: Cursor): Excluded | Piece | null {
  const holidays = readHolidays(cursor);
  if (holidays) return holidays;
  const range = cursor.attempt(readRange);
  if (range) return 'kind' in range ? range : { type: 'days', from: range.from, to: range.to };
  while (cursor.take(...ARTICLES));
  if (cursor.phrase`carnaval`)
    return {
      type: 'days',
      from: { type: 'named', name: 'segunda de Carnaval' },
      to: { type: 'named', name: 'terça de Carnaval' },
    };
  const later = readHolidays(cursor);
  if (later) return later;
  const day = cursor.attempt(c => {
    const read = readDay(c);
    return read && !('kind' in read) && read.type === 'weekday' ? null : read;
  });
  if (day) return 'kind' in day ? day : { type: 'days', from: day, to: null };
  const weekdays = cursor.attempt(c => readWeekdayList(c, true));
  return weekdays && { type: 'weekdays', weekdays: weekdays.weekdays };
}

export const exceptionPhrase: Phrase = {
  name: 'Exceto',
  examples: [
    'todo dia 11h exceto segunda',
    'de segunda a sexta 8h sem feriados',
    'todo dia 9h menos sábado e domingo',
    'todo dia 9h exceto 25/12 e 01/01',
    'todo dia 9h exceto de 20/12 a 05/01',
    'dias úteis 9h exceto feriados de SP',
  ],
  read(cursor): Piece | null {
    if (!cursor.find(LEADS)) return null;
    const excluded: Excluded[] = [];
    for (;;) {
      const item = cursor.attempt(c => {
        if (excluded.length > 0 && !c.take(',', 'e', 'nem')) return null;
        if (excluded.length > 0) c.phrase`e|nem|exceto|menos|sem`;
        const withHolidays = excluded.some(item => item.type === 'holidays');
        return (withHolidays ? c.attempt(readCustomary) : null) ?? readItem(c);
      });
      if (!item) break;
      if ('kind' in item) return item;
      // "exceto dia 10": of every month, or the next one only?
      if (item.type === 'days' && item.from.type === 'date' && item.from.month === null)
        return fault('ambiguous_date', { asks: true });
      excluded.push(item);
    }
    return excluded.length ? { kind: 'exclude', excluded } : null;
  },
};
