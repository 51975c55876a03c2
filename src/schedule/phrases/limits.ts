import type { Cursor } from '../cursor.ts';
import { phraseSet } from '../phrase-table.ts';
import { dateRef, fault, type Piece } from '../pieces.ts';
import { UNIT_WORDS } from '../words/units.ts';
import { isPiece, readDay } from './any-day.ts';
import { readTime } from './clock-figures.ts';
import { readMonth, readYearAfter } from './dates.ts';
import type { Phrase } from './phrase.ts';

function readUntil(cursor: Cursor): Piece | null {
  if (!cursor.phrase`so ate|somente ate|ate|terminando em|terminando|acabando em`) return null;
  const time = cursor.wouldRead(c => c.sees('as', 'a') || c.peek()?.kind === 'number' || c.sees('meio'))
    ? readTime(cursor)
    : null;
  if (time) return 'kind' in time ? time : { kind: 'until_time', time };
  const day = readDay(cursor, true);
  if (day) return isPiece(day) ? day : { kind: 'until', day };
  // "até dezembro" may or may not take December in.
  const month = cursor.attempt(readMonth);
  return month === null ? null : fault('ambiguous_date', { asks: true });
}

const START_LEADS = phraseSet([
  'a partir',
  'comecando',
  'iniciando',
  'comeca',
  'inicia',
  'com inicio',
  'inicio',
  'a comecar',
  'a iniciar',
  'a contar',
  'valendo',
  'desde',
]);

function readStart(cursor: Cursor): Piece | null {
  if (!cursor.find(START_LEADS)) return null;
  if (cursor.phrase`a partir`) cursor.take('de', 'do', 'da');
  const led = cursor.take('das');
  if (!led) cursor.take('de', 'do', 'da', 'em', 'no', 'na');
  const time = readTime(cursor, led ? 'strong' : 'none');
  if (time) return 'kind' in time ? time : { kind: 'start_time', time };
  if (led) return null;
  const day = readDay(cursor);
  if (day) return isPiece(day) ? day : { kind: 'start', day };
  const month = cursor.attempt(readMonth);
  if (month === null) return null;
  return { kind: 'start', day: dateRef(1, { month, year: readYearAfter(cursor).year }) };
}

export const untilPhrase: Phrase = {
  name: 'Até',
  examples: [
    'todo dia 18h até 20/12',
    'toda sexta 17h até o natal',
    'todo dia 9h até o fim do mês',
    'dias úteis 8h até sexta',
  ],
  read: readUntil,
};

export const startPhrase: Phrase = {
  name: 'A partir de',
  examples: [
    'todo dia 10h a partir de 01/12',
    'toda segunda 9h começando em 07/12/2026',
    'todo dia 8h a partir de amanhã',
    'a cada 3 horas a partir de amanhã às 8h',
  ],
  read: readStart,
};

export const lastingPhrase: Phrase = {
  name: 'Por quanto tempo, quantas vezes',
  examples: [
    'todo dia 21h por 7 dias',
    'toda quarta 9h 3 vezes',
    'toda segunda 9h por 2 meses',
    'nos próximos 5 dias 9h',
  ],
  read(cursor) {
    cursor.take('so', 'apenas', 'somente');
    const led = cursor.phrase`por|durante|pelos proximos|pelas proximas|nos proximos|nas proximas|durante os proximos|ao longo de|num total de|no total de|total de|repetir|repete|repetindo`;
    const amount = cursor.number(9999);
    if (amount === null) return null;
    if (cursor.take('vezes', 'vez', 'x', 'envios', 'ocorrencias'))
      return amount > 0 ? { kind: 'count', count: amount } : null;
    const span = led ? cursor.lookUp(UNIT_WORDS) : null;
    if (!span || span.unit === 'second' || amount < 1) return null;
    cursor.phrase`seguidos|seguidas|consecutivos|consecutivas`;
    return { kind: 'lasting', amount: amount * span.size, unit: span.unit };
  },
};

export const monthsPhrase: Phrase = {
  name: 'Só em certos meses',
  examples: ['toda segunda 9h só em dezembro', 'todo dia 5 9h, só em março e abril'],
  read(cursor) {
    if (
      !cursor.phrase`so em|somente em|apenas em|so nos meses de|somente nos meses de|apenas nos meses de|nos meses de`
    )
      return null;
    const months: number[] = [];
    for (;;) {
      const month = cursor.attempt(c => (months.length === 0 || c.take(',', 'e') ? readMonth(c) : null));
      if (month === null) break;
      months.push(month);
    }
    return months.length ? { kind: 'months', months } : null;
  },
};
