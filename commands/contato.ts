import { defineCommand } from '../src/chat/command.ts';
import { removeContact } from './shared/contact-remove.ts';
import { showContact } from './shared/contact-show.ts';
import { editContact, newContact } from './shared/contact-write.ts';
import { unknownSubcommand } from './shared/unknown-subcommand.ts';

const subcommands = [newContact, showContact, editContact, removeContact];

export default defineCommand({
  name: 'contato',
  summary: 'Guarda, mostra, muda e apaga contatos',
  usage: '/contato novo, ver, editar, apagar NOME …',
  examples: ['/contato novo Ana Lima 11 98765-4321', '/contato ver Ana Lima'],
  role: 'viewer',
  subcommands,
  run: async (_context, args) => unknownSubcommand('contato', args, subcommands),
});
