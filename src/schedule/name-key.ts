import { fold } from './normalize.ts';

/** As long as the columns that hold it. */
const MAX_LENGTH = 200;
const APOSTROPHES = /(?<=\p{L})['’‘´`](?=\p{L})/gu;

/** Without case, accents and invisible marks, spaces collapsed: how words are compared. `  São  João ` → `sao joao`. */
export function foldName(text: string): string {
  return fold(text.replace(/\p{Cf}/gu, ''))
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * The key by which the names of groups, lists and contacts are one: as {@link foldName}, and without punctuation and
 * emoji, that nobody types again. `🔥 VENDAS | Loja Centro 🔥` → `vendas loja centro`, `Joana D'Arc` → `joana darc`.
 * A name of nothing but signs keeps them.
 *
 * It is stored beside the names, so a change of it needs a migration that renews what is stored.
 */
export function nameKey(name: string): string {
  // Ornate letters ("𝗩𝗲𝗻𝗱𝗮𝘀") have a lower case only once they are plain ones.
  const plain = foldName(name.replace(APOSTROPHES, '').normalize('NFKD'));
  const words = plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return (words || plain).slice(0, MAX_LENGTH);
}
