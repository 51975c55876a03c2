import { defineCommand } from '../src/chat/command.ts';
import { removeTemplate } from './shared/template-remove.ts';
import { showTemplate } from './shared/template-show.ts';
import { editTemplate, newTemplate } from './shared/template-write.ts';
import { unknownSubcommand } from './shared/unknown-subcommand.ts';

const subcommands = [newTemplate, showTemplate, editTemplate, removeTemplate];

export default defineCommand({
  name: 'modelo',
  aliases: ['template'],
  summary: 'Cria, mostra, muda e apaga modelos de mensagem',
  usage: '/modelo novo, ver, editar, apagar NOME …',
  examples: ['/modelo novo promo Oi, {{primeiro_nome}}! Hoje tudo com 10% de desconto.', '/modelo ver bomdia'],
  role: 'viewer',
  subcommands,
  run: async (_context, args) => unknownSubcommand('modelo', args, subcommands),
});
