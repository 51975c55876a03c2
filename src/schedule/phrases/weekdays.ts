import type { Cursor } from '../cursor.ts';
import { phraseSet } from '../phrase-table.ts';
import { fault, type PieceOf, type WhichWeek } from '../pieces.ts';
import { UNIT_WORDS } from '../words/units.ts';
import { resembledWeekday } from '../words/weekdays.ts';
import { readDate } from './dates.ts';
import type { Phrase } from './phrase.ts';
import { ON_EVERY, readWeekdayList, takeFeira } from './weekday-lists.ts';

const THIS = phraseSet([
  'esta',
  'este',
  'essa',
  'esse',
  'nesta',
  'neste',
  'nessa',
  'nesse',
  'desta',
  'deste',
  'dessa',
  'desse',
]);

const EVERY = phraseSet(['toda', 'todo', 'cada', 'todas as', 'todos os', 'a cada', 'todas', 'todos']);

const ON = phraseSet(['na', 'no', 'em', 'pra', 'para', 'para a', 'para o', 'pro', 'a', 'o']);

/** "que vem", "da semana que vem", "desta semana" after a weekday. */
function readWeek(cursor: Cursor): WhichWeek | null {
  if (
    cursor.phrase`da semana que vem|da proxima semana|da semana proxima|semana que vem|da semana seguinte|na semana que vem|na proxima semana`
  )
    return 'next_week';
  if (cursor.phrase`desta semana|dessa semana|esta semana|essa semana|nesta semana|nessa semana`) return 'this_week';
  if (cursor.phrase`da outra semana`) return 'ambiguous';
  if (cursor.phrase`que vem`) return 'ambiguous';
  return cursor.phrase`proxima|proximo|agora` ? 'next' : null;
}

/** What stands before a weekday, and decides whether it is a rhythm. */
type Lead = 'every' | 'plural' | 'this' | 'next' | 'on' | 'of' | null;

function readLead(cursor: Cursor): Lead {
  if (cursor.find(EVERY) !== null) return 'every';
  if (cursor.find(ON_EVERY) !== null) return 'plural';
  // After a time "de sexta" says which one: "9h da manhã de sexta".
  if (cursor.take('de')) return followsTime(cursor) ? 'on' : 'of';
  if (cursor.phrase`proxima|proximo|na proxima|no proximo|da proxima|do proximo`) return 'next';
  if (cursor.find(THIS) !== null) return 'this';
  return cursor.find(ON) === null ? null : 'on';
}

const unsure = () => fault('ambiguous_recurrence', { asks: true });

function readOneWeekday(cursor: Cursor): PieceOf<'weekdays'> | PieceOf<'day'> | PieceOf<'fault'> | null {
  const start = cursor.at;
  const lead = readLead(cursor);
  const only = cursor.take('so', 'apenas', 'somente');
  const list = readWeekdayList(cursor, cursor.at > start);
  if (!list) return lead === 'every' ? readUnknown(cursor) : null;
  const said = readWeek(cursor);
  const repeated = lead === 'every' || lead === 'plural' || list.plural;
  const single = !repeated && !list.several;
  const date = single ? readDateBeside(cursor, list.weekdays[0]!) : null;
  if (date) return date;
  const week: WhichWeek = said ?? (lead === 'next' || lead === 'this' ? lead : 'coming');
  const rhythm = repeated || (list.several && lead !== 'on' && week === 'coming');
  // "toda sexta que vem": every Friday, or the coming one?
  if (rhythm && week !== 'coming') return unsure();
  // "de segunda" and "só segunda" are said of one Monday and of every Monday.
  if (!rhythm && week === 'coming' && (lead === 'of' || only)) return unsure();
  return { kind: 'weekdays', weekdays: list.weekdays, recurring: rhythm, week };
}

function followsTime(cursor: Cursor): boolean {
  const before = cursor.tokens[cursor.at - 2];
  return (
    before?.kind === 'number' ||
    ['h', 'hs', 'hrs', 'horas', 'manha', 'tarde', 'noite', 'meia'].includes(before?.text ?? '')
  );
}

/** "sexta 13/11", "sexta, dia 27", "sexta 13": the date that a weekday goes with. */
function readDateBeside(cursor: Cursor, weekday: number): PieceOf<'day'> | PieceOf<'fault'> | null {
  return cursor.attempt(c => {
    c.take(',');
    const date = readDate(c, { bareDay: true });
    if (!date) return null;
    return date.kind === 'fault' ? date : { kind: 'day', day: { ...date.day, weekday } };
  });
}

/** "toda terçona": a word where a weekday belongs, and much like one. */
function readUnknown(cursor: Cursor): PieceOf<'fault'> | null {
  const token = cursor.peek();
  const meant = token?.kind === 'word' && !UNIT_WORDS.has(token.text) ? resembledWeekday(token.text) : null;
  if (!meant) return null;
  cursor.at++;
  takeFeira(cursor);
  // "toda bendita sexta": the weekday is said, and the word before it is another.
  if (cursor.wouldRead(c => readWeekdayList(c, false))) return null;
  return fault('unknown_weekday', { suggestion: meant });
}

export const weekdayPhrase: Phrase = {
  name: 'Dias da semana',
  examples: [
    'sexta 19h',
    'próxima quinta às 10h',
    'segunda da semana que vem 7h',
    'toda segunda 9h',
    'todas as terças e quintas às 18h',
    'aos domingos 8h',
    'seg, qua e sex 7h30',
    'de segunda a sexta 8h',
    'seg-sáb 6h45',
    'dias úteis 9h',
    'fins de semana 10h',
    'sexta, 27/11 às 9h',
  ],
  read: readOneWeekday,
};
