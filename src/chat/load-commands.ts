import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { foldName } from '../scheduling/names.ts';
import type { Command } from './command.ts';
import { type CommandSet, commandSet } from './find-command.ts';

/**
 * Imports every file of `commands/`: the only folder whose files need no line in a list.
 *
 * @param folders.commands absolute
 * @param folders.replies absolute: `templates/replies`, where each command has a file or a folder of its name
 * @throws Error naming every fault of the metadata
 */
export async function loadCommands(folders: { commands: string; replies: string }): Promise<CommandSet> {
  const files = (await readdir(folders.commands)).filter(file => file.endsWith('.ts')).sort();
  const commands: Command[] = [];
  const faults: string[] = [];
  for (const file of files) {
    const module = (await import(pathToFileURL(join(folders.commands, file)).href)) as { default?: Command };
    if (!module.default) {
      faults.push(`${file}: exports no command`);
      continue;
    }
    commands.push(module.default);
    faults.push(...faultsOf(module.default, file, folders.replies));
  }
  if (faults.length > 0) throw new Error(`commands/ has faults:\n${faults.join('\n')}`);
  return commandSet(commands);
}

function faultsOf(command: Command, file: string, replies: string): string[] {
  const faults: string[] = [];
  const word = foldName(command.name);
  if (file !== `${word}.ts`) faults.push('is not named after its command');
  const hasReplies = existsSync(join(replies, `${word}.hbs`)) || existsSync(join(replies, word));
  if (!hasReplies) faults.push(`has no templates/replies/${word}.hbs`);
  faults.push(...metadataFaults(command, `/${command.name}`));
  return faults.map(fault => `${file}: ${fault}`);
}

/** @param call how the command is written, without arguments: every usage and example starts with it */
function metadataFaults(command: Command, call: string): string[] {
  const faults: string[] = [];
  if (command.summary.trim() === '' || command.summary.includes('\n')) faults.push(`${call} needs one line of summary`);
  if (!command.usage.startsWith(call)) faults.push(`the usage of ${call} does not start with it`);
  if (command.examples.length === 0) faults.push(`${call} has no example`);
  const foreign = command.examples.filter(example => !example.startsWith(call));
  faults.push(...foreign.map(example => `"${example}" is no example of ${call}`));
  const below = command.subcommands ?? [];
  return faults.concat(below.flatMap(subcommand => metadataFaults(subcommand, `${call} ${subcommand.name}`)));
}
