import { defineCommand, done } from '../src/chat/command.ts';
import { nameGroup } from './shared/group-alias.ts';
import { addPeople, contactList, takePeople } from './shared/group-list.ts';
import { unknownSubcommand } from './shared/unknown-subcommand.ts';
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

const subcommands = [sincronizar, nameGroup, contactList, addPeople, takePeople];

export default defineCommand({
  name: 'grupo',
  summary: 'Cuida dos grupos e das listas de contatos',
  usage: '/grupo sincronizar, apelido, lista, incluir, remover …',
  examples: ['/grupo sincronizar', '/grupo lista clientes: Ana Lima, Bruno'],
  role: 'viewer',
  subcommands,
  run: async (_context, args) => unknownSubcommand('grupo', args, subcommands),
});
