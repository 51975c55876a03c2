import { ask, defineCommand, done, YES_NO } from '../../src/chat/command.ts';
import { UserError } from '../../src/errors.ts';
import { deleteTemplate } from '../../src/scheduling/delete-template.ts';
import { knownTemplate, onlyName } from './known-template.ts';
import { shown } from './template-request.ts';

const USAGE = '/modelo apagar NOME';

export const removeTemplate = defineCommand({
  name: 'apagar',
  aliases: ['excluir', 'remover'],
  summary: 'Apaga um modelo que nenhum agendamento usa',
  usage: USAGE,
  examples: ['/modelo apagar promo'],
  role: 'editor',
  async run(context, args) {
    const { id, name, body, version } = await knownTemplate(context.work.em, onlyName(args, USAGE));
    const data = { name, ...shown(context, body) };
    return ask({ template: 'modelo/apagar', data, options: YES_NO, payload: { id, name, version } });
  },
  async answer({ work }, { id, name, version }) {
    if (typeof id !== 'number' || typeof version !== 'number') throw new UserError('question_expired');
    await deleteTemplate(work, id, version);
    return done('modelo/apagado', { name }, { template: id });
  },
});
