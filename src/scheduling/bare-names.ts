import type { Em } from '../db/orm.ts';
import { saidNames } from '../schedule/said-names.ts';
import type { Wording } from './longer-names.ts';
import { namesWithin } from './names-within.ts';

/**
 * The longest known name among the words of a command that nobody could read, with the command anew, in which it has its
 * keyword: "amanhã 9h vendas" → `amanhã 9h grupo "vendas"`. Two where a person and a place are called so.
 */
export async function bareNames(em: Em, text: string): Promise<Wording[]> {
  const { unread } = saidNames(text);
  if (unread.length === 0) return [];
  const names = await namesWithin(em, text, unread);
  const [longest] = names;
  if (!longest) return [];
  const { start, end } = longest;
  const here = names.filter(one => one.start === start && one.end === end);
  // Several of one type are asked about later, where they are told apart.
  return [...new Map(here.map(({ type, name }) => [type, name]))].map(([type, name]) => {
    const keyword = type === 'group' ? 'grupo' : 'contato';
    return { type, name, words: `${text.slice(0, start)}${keyword} "${text.slice(start, end)}"${text.slice(end)}` };
  });
}
