import { ask, defineCommand, done, YES_NO } from '../../src/chat/command.ts';
import { UserError } from '../../src/errors.ts';
import { createTemplate } from '../../src/scheduling/create-template.ts';
import { findTemplateByName } from '../../src/scheduling/queries/list-templates.ts';
import { updateTemplate } from '../../src/scheduling/update-template.ts';
import { knownTemplate } from './known-template.ts';
import { unquoted } from './words.ts';

const NEW_USAGE = '/modelo novo NOME TEXTO';
const EDIT_USAGE = '/modelo editar NOME TEXTO';

export const newTemplate = defineCommand({
  name: 'novo',
  aliases: ['nova', 'criar'],
  summary: 'Cria um modelo; {{nome}} e outras variáveis entram no envio',
  usage: NEW_USAGE,
  examples: [
    '/modelo novo promo Oi, {{primeiro_nome}}! Hoje tudo com 10% de desconto.',
    '/modelo novo cobranca Olá, {{nome}}: sua parcela de R$ {{valor}} vence hoje.',
  ],
  role: 'editor',
  async run({ work, quotedText }, args) {
    const { name, body } = readNameAndBody(args, quotedText, NEW_USAGE);
    const { found } = await findTemplateByName(work.em, name);
    if (!found) {
      const { id, name: kept } = await createTemplate(work, { name, body });
      return done('modelo/criado', { name: kept, body }, { template: id });
    }
    return ask({
      template: 'modelo/substituir',
      data: { name: found.name, before: found.body, body },
      options: YES_NO,
      payload: { id: found.id, body, version: found.version },
    });
  },
  async answer({ work }, payload) {
    const { id, body, version } = payload;
    const isWhole = typeof id === 'number' && typeof version === 'number' && typeof body === 'string';
    if (!isWhole) throw new UserError('question_expired');
    const { name } = await updateTemplate(work, id, { body }, version);
    return done('modelo/mudado', { name, body }, { template: id });
  },
});

export const editTemplate = defineCommand({
  name: 'editar',
  aliases: ['mudar', 'alterar'],
  summary: 'Troca o texto de um modelo; os próximos envios já saem com ele',
  usage: EDIT_USAGE,
  examples: ['/modelo editar promo Oi, {{primeiro_nome}}! Hoje tudo com 20% de desconto.'],
  role: 'editor',
  async run({ work, quotedText }, args) {
    const { name, body } = readNameAndBody(args, quotedText, EDIT_USAGE);
    const found = await knownTemplate(work.em, name);
    await updateTemplate(work, found.id, { body });
    return done('modelo/mudado', { name: found.name, body }, { template: found.id });
  },
});

/** The name, and the text after it or in the quoted message; line breaks are kept. */
function readNameAndBody(args: string, quotedText: string | null, usage: string): { name: string; body: string } {
  const [, name = '', rest = ''] = /^(\S*)\s*(.*)$/su.exec(args) ?? [];
  const body = unquoted(rest) || quotedText?.trim() || '';
  if (name === '') throw new UserError('missing_name', { usage });
  if (body === '') throw new UserError('missing_body', { usage, name });
  return { name: name.replace(/:$/, ''), body };
}
