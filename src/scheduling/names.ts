import { fold } from '../schedule/normalize.ts';

/** The key by which names are one: without case, accents and invisible marks, spaces collapsed. `  São  João ` → `sao joao`. */
export function foldName(text: string): string {
  return fold(text.replace(/\p{Cf}/gu, ''))
    .replace(/\s+/g, ' ')
    .trim();
}
