import type { Cursor } from '../cursor.ts';
import { phraseSet, phraseTable } from '../phrase-table.ts';
import type { SaidTime } from '../pieces.ts';
import { type Clock, finish, HOUR_MARKS, readMinutesAfterE } from './clock-ending.ts';

const NOON_WORDS = phraseTable<number>([
  [12, ['meio dia', 'meiodia']],
  [0, ['meia noite', 'meianoite']],
]);

/** "meio-dia", "meia-noite e quinze". */
export function readNoon(cursor: Cursor): SaidTime | null {
  const hour = cursor.find(NOON_WORDS);
  if (hour === null) return null;
  const minute = readMinutesAfterE(cursor)?.minute ?? 0;
  cursor.phrase`em ponto`;
  return { second: hour * 3600 + minute * 60, open: false, midnight: hour === 0 };
}

const QUARTER_MINUTES = new Set([5, 10, 15, 20, 25]);

/** "quinze pras dez", "15 para as 8", "5 pro meio-dia". */
export function readMinutesBefore(cursor: Cursor): Clock | null {
  return cursor.attempt(c => {
    const minutes = c.phrase`um quarto` ? 15 : c.number(25);
    if (minutes === null || !QUARTER_MINUTES.has(minutes)) return null;
    c.take('minutos');
    const contracted = c.take('pra', 'pras', 'pro', 'pros');
    if (!contracted && !c.take('para')) return null;
    const article = c.take('o', 'a', 'as', 'os') || contracted;
    const noon = readNoon(c);
    if (noon) return { ...noon, second: (noon.second - minutes * 60 + 86_400) % 86_400, midnight: false };
    // Without an article "10 para 11 97777-1234" is a time and a telephone number.
    const hour = article ? c.number(24) : null;
    if (hour === null || hour > 23 || c.peek()?.kind === 'number') return null;
    c.take(...HOUR_MARKS);
    return finish(c, (hour * 3600 - minutes * 60 + 86_400) % 86_400, minutes);
  });
}

/** What stands before a time: after a strong lead a bare number is an hour ("às 9"), after a weak one only a number in words ("à uma"). */
export type Lead = 'none' | 'weak' | 'strong';

const STRONG_LEADS = phraseSet([
  'as',
  'la pelas',
  'pelas',
  'por volta das',
  'cerca das',
  'perto das',
  'tipo as',
  'para as',
  'pras',
  'no horario das',
  'hora',
  'na hora',
  'horario',
  'no horario',
  'pontualmente as',
]);

const WEAK_LEADS = phraseSet([
  'a',
  'ao',
  'aos',
  'por volta do',
  'por volta de',
  'cerca de',
  'no horario de',
  'umas',
  'tipo',
  'la pelo',
  'pelo',
]);

/** Takes "às" or the like and tells how strong it is. */
export function takeLead(cursor: Cursor): Lead {
  if (cursor.find(STRONG_LEADS)) {
    // "hora: 9h"
    if (/^hora/.test(cursor.tokens[cursor.at - 1]!.text)) cursor.take(':');
    return 'strong';
  }
  return cursor.find(WEAK_LEADS) ? 'weak' : 'none';
}
