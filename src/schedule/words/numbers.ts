const FROM_ZERO =
  'zero um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove'.split(
    ' ',
  );

/** Folded cardinal below twenty → value. */
export const SMALL_NUMBERS: ReadonlyMap<string, number> = new Map([
  ...FROM_ZERO.map((word, value): [string, number] => [word, value]),
  ['uma', 1],
  ['duas', 2],
  ['catorze', 14],
  ['dezasseis', 16],
  ['dezassete', 17],
  ['dezanove', 19],
]);

/** Folded tens → value; they join with a unit by "e". */
export const TENS: ReadonlyMap<string, number> = new Map([
  ['vinte', 20],
  ['trinta', 30],
  ['quarenta', 40],
  ['cinquenta', 50],
  ['sessenta', 60],
  ['noventa', 90],
]);

/** The words that an amount may begin with. */
export const AMOUNT_WORDS: readonly string[] = [...SMALL_NUMBERS.keys(), ...TENS.keys()];

const ORDINAL_STEMS = ['primeir', 'segund', 'terceir', 'quart', 'quint', 'sext', 'setim', 'oitav', 'non', 'decim'];

/** Folded ordinal, both genders → position; from the end below zero. */
export const ORDINALS: ReadonlyMap<string, number> = new Map([
  ...ORDINAL_STEMS.flatMap((stem, index): [string, number][] => [
    [`${stem}o`, index + 1],
    [`${stem}a`, index + 1],
  ]),
  ['ultimo', -1],
  ['ultima', -1],
  ['penultimo', -2],
  ['penultima', -2],
  ['antepenultimo', -3],
  ['antepenultima', -3],
]);
