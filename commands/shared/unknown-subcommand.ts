import { type Command, type Reply, refuse } from '../../src/chat/command.ts';

/** What a command of two words says when its second one is missing or unknown: which there are, and a line to copy. */
export function unknownSubcommand(command: string, args: string, subcommands: readonly Command[]): Reply {
  const word = args.split(/\s/, 1)[0] ?? '';
  const known = subcommands.map(({ name }) => name);
  return refuse([{ code: 'unknown_subcommand', details: { command, word, known } }], {
    suggestion: subcommands[0]?.examples[0] ?? null,
  });
}
