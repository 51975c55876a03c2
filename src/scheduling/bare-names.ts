import type { Em } from '../db/orm.ts';
import { saidNames } from '../schedule/said-names.ts';
import type { Wording } from './longer-names.ts';
import { namesWithin } from './names-within.ts';

/**
 * Known names among the words of a command that nobody could read, each with the command anew, in which it has its
 * keyword: "amanhã 9h vendas" → `amanhã 9h grupo "vendas"`. Longest first.
 */
export async function bareNames(em: Em, text: string): Promise<Wording[]> {
  const { unread } = saidNames(text);
  if (unread.length === 0) return [];
  const byWords = new Map<string, Wording>();
  for (const { type, name, start, end } of await namesWithin(em, text, unread)) {
    const keyword = type === 'group' ? 'grupo' : 'contato';
    const words = `${text.slice(0, start)}${keyword} "${text.slice(start, end)}"${text.slice(end)}`;
    if (!byWords.has(words)) byWords.set(words, { type, name, words });
  }
  return [...byWords.values()];
}
