import type { Fault } from '../../src/chat/command.ts';
import { namesWithin } from '../../src/scheduling/names-within.ts';

type Em = Parameters<typeof namesWithin>[0];

/** What is said of a name that has to be quoted, and the words with it in quotes. */
export interface Quoted {
  readonly fault: Fault;
  readonly words: string;
}

/**
 * The name that a faulty command was taken apart at: "sábado 8h grupo feira de sábado" has two days until the group's
 * name is in quotes.
 *
 * @param isSound whether the command has no fault with these words
 * @returns null when no name in quotes makes the words sound
 */
export async function quoteName(em: Em, words: string, isSound: (words: string) => boolean): Promise<Quoted | null> {
  for (const { type, name, start, end } of await namesWithin(em, words)) {
    const quoted = `${words.slice(0, start)}"${words.slice(start, end)}"${words.slice(end)}`;
    if (isSound(quoted)) return { fault: { code: 'name_in_quotes', details: { type, name } }, words: quoted };
  }
  return null;
}
