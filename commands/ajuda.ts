import { type Command, defineCommand, done, refuse } from '../src/chat/command.ts';
import { foldName } from '../src/scheduling/names.ts';

export default defineCommand({
  name: 'ajuda',
  aliases: ['help', 'socorro', 'menu', 'comandos', 'oi', 'ola', 'inicio'],
  summary: 'Mostra o que dá para fazer, ou como se usa um comando',
  usage: '/ajuda [comando]',
  examples: ['/ajuda', '/ajuda agendar'],
  role: 'viewer',
  async run({ commands }, args) {
    const words = foldName(args.replace(/^[/!]/, ''));
    if (words === '') return done('ajuda', { commands: commands.map(inList) });
    const [word = '', below = ''] = words.split(' ', 2);
    const command = byWord(commands, word);
    if (!command) return refuse([{ code: 'unknown_command', details: { word, suggestions: [] } }]);
    const deeper = byWord(command.subcommands ?? [], below) ?? command;
    const { usage, summary, examples, role, aliases = [] } = deeper;
    const subcommands = (deeper.subcommands ?? []).map(inList);
    return done('ajuda_comando', { usage, summary, examples, role, aliases, subcommands });
  },
});

function inList({ name, usage, summary }: Command) {
  return { name, usage, summary };
}

function byWord(commands: readonly Command[], word: string): Command | undefined {
  return commands.find(({ name, aliases = [] }) => [name, ...aliases].map(foldName).includes(word));
}
