/** January first, as sentences spell them. */
export const MONTH_NAMES = [
  'janeiro',
  'fevereiro',
  'março',
  'abril',
  'maio',
  'junho',
  'julho',
  'agosto',
  'setembro',
  'outubro',
  'novembro',
  'dezembro',
] as const;

/** Folded word → 1 to 12. */
export const MONTH_WORDS: ReadonlyMap<string, number> = new Map(
  MONTH_NAMES.flatMap((name, index): [string, number][] => {
    const folded = name.replace('ç', 'c');
    return [
      [folded, index + 1],
      [folded.slice(0, 3), index + 1],
    ];
  }),
);
