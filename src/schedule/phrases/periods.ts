import type { Cursor } from '../cursor.ts';
import { phraseTable } from '../phrase-table.ts';

const PERIODS: [months: number, name: string, plural: string][] = [
  [2, 'bimestre', 'bimestres'],
  [3, 'trimestre', 'trimestres'],
  [4, 'quadrimestre', 'quadrimestres'],
  [6, 'semestre', 'semestres'],
];

const EACH_PERIOD = phraseTable(
  PERIODS.map(
    ([months, name, plural]) =>
      [months, [`de cada ${name}`, `de todo ${name}`, `do ${name}`, `de todos os ${plural}`, `dos ${plural}`]] as const,
  ),
);

/** "de cada trimestre": how many months the period of the calendar has, which begins in January; null when it is none. */
export function readEachPeriod(cursor: Cursor): number | null {
  return cursor.find(EACH_PERIOD);
}

/** The months that the periods of a year begin with: 1, 4, 7 and 10 for three. */
export function firstMonths(size: number): number[] {
  return Array.from({ length: 12 / size }, (_, index) => index * size + 1);
}

/** The months that the periods of a year end with. */
export function lastMonths(size: number): number[] {
  return firstMonths(size).map(month => month + size - 1);
}
