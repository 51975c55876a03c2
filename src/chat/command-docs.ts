import type { AdminRole } from '../db/entities/index.ts';
import type { Command } from './command.ts';

const ROLES: Readonly<Record<AdminRole, string>> = {
  viewer: 'qualquer pessoa autorizada',
  editor: 'editor ou dono',
  owner: 'dono',
};

/** The text of `docs/comandos.md`: every command as its own metadata describes it. */
export function commandDocs(commands: readonly Command[]): string {
  const lines = [
    '# Comandos',
    '',
    'Escrito a partir dos próprios comandos (`commands/`); um teste confere.',
    '',
    'Começam com `/` ou `!`, com ou sem acentos, em maiúsculas ou minúsculas. Quem está autorizado pode deixar a barra',
    'de lado numa conversa particular. Num grupo só valem com a barra, e a resposta vai na conversa particular.',
    '',
  ];
  for (const command of commands) lines.push(...section(command, `/${command.name}`, '##'));
  return `${lines.join('\n').trimEnd()}\n`;
}

function section(command: Command, call: string, heading: string): string[] {
  const { summary, usage, aliases = [], examples, role, subcommands = [] } = command;
  const also = aliases.length > 0 ? [`Também: ${aliases.map(alias => `\`${alias}\``).join(', ')}.`] : [];
  return [
    `${heading} ${call}`,
    '',
    `${summary}.`,
    '',
    `- Como se escreve: \`${usage}\``,
    `- Quem pode: ${ROLES[role]}`,
    ...also.map(line => `- ${line}`),
    '',
    '```',
    ...examples,
    '```',
    '',
    ...subcommands.flatMap(below => section(below, `${call} ${below.name}`, '###')),
  ];
}
