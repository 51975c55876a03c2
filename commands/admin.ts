import { defineCommand, done } from '../src/chat/command.ts';
import { UserError } from '../src/errors.ts';
import { addAdmin } from '../src/scheduling/add-admin.ts';
import { listAdmins } from '../src/scheduling/queries/list-admins.ts';
import { takeAdmin } from './shared/admin-remove.ts';
import { readAdminWords } from './shared/admin-words.ts';
import { unknownSubcommand } from './shared/unknown-subcommand.ts';
import { refuseRest } from './shared/words.ts';

const SHOWN = 50;
const ADD_USAGE = '/admin incluir TELEFONE NOME [dono, editor, leitor]';

const listar = defineCommand({
  name: 'listar',
  aliases: ['lista', 'ver'],
  summary: 'Mostra quem pode mandar comandos',
  usage: '/admin listar',
  examples: ['/admin listar'],
  role: 'owner',
  async run({ work }, args) {
    refuseRest(args);
    const { results, count } = await listAdmins(work.em, { page: 1, pageSize: SHOWN });
    const rows = results.map(({ name, phone, role }) => ({ name, phone, role }));
    return done('admin/lista', { rows, count, more: count - rows.length }, { count });
  },
});

const incluir = defineCommand({
  name: 'incluir',
  aliases: ['adicionar', 'novo', 'nova'],
  summary: 'Deixa alguém mandar comandos: dono tudo, editor agenda e envia, leitor só consulta',
  usage: ADD_USAGE,
  examples: ['/admin incluir 11 98765-4321 Ana Lima editor', '/admin incluir 41 99876-5432 Davi'],
  role: 'owner',
  async run({ work }, args) {
    const { name, phone, role } = readAdminWords(args);
    if (phone === null) throw new UserError('missing_phone', { usage: ADD_USAGE });
    if (name === '') throw new UserError('missing_name', { usage: ADD_USAGE });
    const admin = await addAdmin(work, { phone, name, role });
    return done('admin/incluido', { name, phone: admin.phone, role }, { admin: admin.id });
  },
});

const subcommands = [listar, incluir, takeAdmin];

export default defineCommand({
  name: 'admin',
  aliases: ['admins', 'administradores'],
  summary: 'Diz quem pode mandar comandos',
  usage: '/admin listar, incluir, remover …',
  examples: ['/admin listar', '/admin incluir 11 98765-4321 Ana Lima editor'],
  role: 'owner',
  subcommands,
  run: async (_context, args) => unknownSubcommand('admin', args, subcommands),
});
