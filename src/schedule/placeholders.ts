/**
 * What stands in a line to copy where only the writer knows: words in capitals, which say by themselves what goes there.
 * No line with one of them can be scheduled or sent as it is: the reader takes NOME for no name, TEXTO for no text, and
 * reads no time in the others.
 */
export const PLACEHOLDERS = {
  time: 'HORA',
  date: 'DD/MM',
  name: 'NOME',
  text: 'TEXTO',
  areaCode: 'DDD',
  phone: 'TELEFONE',
} as const;

/** Whether a name or a text is only the place for one, in capitals as we write it. */
export function isPlaceholder(typed: string): boolean {
  const word = typed.trim();
  return word === PLACEHOLDERS.name || word === PLACEHOLDERS.text;
}

/** The place to fill in that words hold; null when they hold none. */
export function placeholderIn(words: string): string | null {
  return Object.values(PLACEHOLDERS).find(place => words.split(/\s+/).includes(place)) ?? null;
}
