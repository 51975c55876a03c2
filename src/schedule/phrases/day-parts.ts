import type { Cursor } from '../cursor.ts';
import { phraseTable } from '../phrase-table.ts';
import type { DayPart } from '../pieces.ts';
import type { Phrase } from './phrase.ts';

const PARTS = phraseTable<DayPart>([
  ['dawn', ['da madrugada', 'de madrugada', 'pela madrugada', 'na madrugada']],
  [
    'morning',
    [
      'da manha',
      'de manha',
      'pela manha',
      'na parte da manha',
      'a manha',
      'da matina',
      'cedo',
      'de manhazinha',
      'bem cedo',
    ],
  ],
  ['afternoon', ['da tarde', 'de tarde', 'pela tarde', 'a tarde', 'na parte da tarde', 'de tardezinha']],
  ['night', ['da noite', 'de noite', 'pela noite', 'a noite', 'de noitinha']],
]);

const TODAY_LEADS = ['esta', 'essa', 'desta', 'dessa', 'nesta', 'nessa', 'hoje de', 'hoje a', 'hoje da', 'hoje pela'];

const DAY_PARTS = { dawn: 'madrugada', morning: 'manha', afternoon: 'tarde', night: 'noite' } as const;

const PARTS_OF_TODAY = phraseTable(
  Object.entries(DAY_PARTS).map(
    ([part, word]) => [part as DayPart, TODAY_LEADS.map(lead => `${lead} ${word}`)] as const,
  ),
);

/** "da manhã", "à noite": takes the part of the day that comes next. */
export function readPart(cursor: Cursor): DayPart | null {
  return cursor.find(PARTS);
}

/**
 * The hour that a part of the day makes of the hour said, both in seconds; null where they contradict each other ("15h da manhã").
 * Afternoon is 12 to 19, night 18 to midnight, as people speak.
 */
export function withPart(second: number, part: DayPart): number | null {
  const hour = Math.floor(second / 3600);
  const later = second + 43_200;
  if (part === 'dawn') return hour <= 6 ? second : null;
  if (part === 'morning') return hour >= 1 && hour <= 11 ? second : null;
  if (part === 'afternoon') return hour >= 1 && hour <= 7 ? later : hour >= 12 && hour <= 19 ? second : null;
  return hour >= 6 && hour <= 11 ? later : hour >= 18 ? second : null;
}

/**
 * The hours, as people write them, that may be meant where an hour and a part of the day contradict each other: "13h da
 * manhã" is 13h, or 1h da manhã.
 */
export function hoursMeant(second: number, part: DayPart): string[] {
  const half = second % 43_200;
  const fitting = withPart(half, part);
  const spoken = fitting === null ? hourText((second + 43_200) % 86_400) : `${hourText(half)} ${PART_NAMES[part]}`;
  return [hourText(second), spoken];
}

const PART_NAMES = { dawn: 'da madrugada', morning: 'da manhã', afternoon: 'da tarde', night: 'da noite' } as const;

/** `9h`, `9h05`. */
function hourText(second: number): string {
  const minute = Math.floor((second % 3600) / 60);
  return `${Math.floor(second / 3600)}h${minute === 0 ? '' : String(minute).padStart(2, '0')}`;
}

export const partPhrase: Phrase = {
  name: 'Partes do dia',
  examples: ['amanhã de manhã às 7', 'hoje à noite às 8', 'sexta à tarde 3h'],
  read(cursor) {
    const today = cursor.find(PARTS_OF_TODAY);
    if (today) return { kind: 'part', part: today, today: true };
    const part = readPart(cursor);
    return part && { kind: 'part', part, today: false };
  },
};
