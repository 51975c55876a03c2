/** Weekdays as sentences name them, Monday first; `every` agrees in gender. */
export const WEEKDAY_NAMES = [
  { short: 'segunda', long: 'segunda-feira', every: 'toda', on: 'na', feminine: true },
  { short: 'terça', long: 'terça-feira', every: 'toda', on: 'na', feminine: true },
  { short: 'quarta', long: 'quarta-feira', every: 'toda', on: 'na', feminine: true },
  { short: 'quinta', long: 'quinta-feira', every: 'toda', on: 'na', feminine: true },
  { short: 'sexta', long: 'sexta-feira', every: 'toda', on: 'na', feminine: true },
  { short: 'sábado', long: 'sábado', every: 'todo', on: 'no', feminine: false },
  { short: 'domingo', long: 'domingo', every: 'todo', on: 'no', feminine: false },
] as const;

/** "a", "a e b", "a, b e c". */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} e ${items.at(-1)}`;
}

/** `2026-12-25` → `25/12/2026`. */
export function brDate(iso: string): string {
  return iso.split('-').reverse().join('/');
}

const ORDINAL_STEMS = ['primeir', 'segund', 'terceir', 'quart', 'quint'];
const FROM_END: Readonly<Record<number, string>> = { [-1]: 'últim', [-2]: 'penúltim', [-3]: 'antepenúltim' };

/** "primeira", "último", "7º"; null for positions that have no word ("the seventh from the end"). */
export function ordinal(position: number, feminine: boolean): string | null {
  const stem = position > 0 ? ORDINAL_STEMS[position - 1] : FROM_END[position];
  if (stem) return `${stem}${feminine ? 'a' : 'o'}`;
  return position > 0 ? `${position}${feminine ? 'ª' : 'º'}` : null;
}
