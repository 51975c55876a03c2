import { defineCommand, done, refuse } from '../src/chat/command.ts';
import { refuseRest } from './shared/words.ts';

const sincronizar = defineCommand({
  name: 'sincronizar',
  aliases: ['sync', 'atualizar'],
  summary: 'Lê de novo os grupos do WhatsApp',
  usage: '/grupo sincronizar',
  examples: ['/grupo sincronizar'],
  role: 'editor',
  async run(context, args) {
    refuseRest(args);
    await context.requestGroupSync();
    return done('grupo/sincronizando', {});
  },
});

export default defineCommand({
  name: 'grupo',
  summary: 'Cuida dos grupos',
  usage: '/grupo sincronizar',
  examples: ['/grupo sincronizar'],
  role: 'viewer',
  subcommands: [sincronizar],
  async run(_context, args) {
    return refuse(
      [
        {
          code: 'unknown_subcommand',
          details: { command: 'grupo', word: args.split(/\s/, 1)[0], known: ['sincronizar'] },
        },
      ],
      {
        suggestion: sincronizar.usage,
      },
    );
  },
});
