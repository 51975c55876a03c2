import { unwrapped } from '../schedule/formatting.ts';
import { foldName } from '../scheduling/names.ts';
import { editDistance } from '../scheduling/near-names.ts';
import type { Command } from './command.ts';
import { visible } from './visible.ts';

/** The commands by every word that calls them. */
export interface CommandSet {
  readonly all: readonly Command[];
  /** By a command's word or alias, folded. */
  readonly byWord: ReadonlyMap<string, Command>;
}

/** A command as written: which one, and what follows its word or words. */
export interface Called {
  readonly command: Command;
  /** "modelo novo": names it for good, in a pending question too. */
  readonly path: string;
  readonly args: string;
}

/** A line of chat: whether it began with / or !, its first word, folded and as typed, and what follows. */
export interface Line {
  readonly hasPrefix: boolean;
  readonly word: string;
  readonly typed: string;
  readonly args: string;
}

/** @throws Error when two commands share a word: a fault of the program, found at the start */
export function commandSet(all: readonly Command[]): CommandSet {
  return { all, byWord: wordsOf(all) };
}

/**
 * Takes a line apart. `/ver 3`, `! ver 3` and `ver 3` have the same word, and so has `*ver 3*`, as it is copied from our
 * replies.
 */
export function readLine(text: string): Line {
  const bare = unwrapped(visible(text));
  const [, prefix, word = '', args = ''] = /^([/!]?)\s*(\S*?)(?:[*_~`]+(?=\s|$))?(?:\s+(.*))?$/su.exec(bare) ?? [];
  return { hasPrefix: prefix !== '', word: foldName(word), typed: word, args: args.trim() };
}

/** The command that a line calls, the deepest that its words name; null when its first word is none. */
export function findCommand(set: CommandSet, line: Line): Called | null {
  const command = set.byWord.get(line.word);
  if (!command) return null;
  const [, word = '', args = ''] = /^(\S*)\s*(.*)$/su.exec(line.args) ?? [];
  const deeper = wordsOf(command.subcommands ?? []).get(foldName(word));
  if (deeper) return { command: deeper, path: `${command.name} ${deeper.name}`, args: args.trim() };
  return { command, path: command.name, args: line.args };
}

/** A command by the path that {@link findCommand} gave. */
export function commandAt(set: CommandSet, path: string): Command | null {
  return findCommand(set, readLine(path))?.command ?? null;
}

/** Words shorter than this are too easily something else. */
const MIN_GUESS_LENGTH = 4;

/** Commands whose word is nearly this one, the nearest first. */
export function nearMisses(set: CommandSet, word: string): string[] {
  if (word.length < MIN_GUESS_LENGTH) return [];
  const allowed = word.length < 7 ? 1 : 2;
  const near = [...set.byWord]
    .map(([known, { name }]) => ({ name, letters: editDistance(word, known), isStart: known.startsWith(word) }))
    .filter(({ letters, isStart }) => letters <= allowed || isStart)
    .toSorted((one, other) => one.letters - other.letters);
  return [...new Set(near.map(({ name }) => name))].slice(0, 3);
}

function wordsOf(commands: readonly Command[]): Map<string, Command> {
  const words = new Map<string, Command>();
  for (const command of commands) {
    for (const word of [command.name, ...(command.aliases ?? [])].map(foldName)) {
      if (words.has(word)) throw new Error(`two commands are called "${word}"`);
      words.set(word, command);
    }
  }
  return words;
}
