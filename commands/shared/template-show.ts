import { defineCommand, done } from '../../src/chat/command.ts';
import { knownTemplate, onlyName } from './known-template.ts';
import { shown } from './template-request.ts';

const USAGE = '/modelo ver NOME';

export const showTemplate = defineCommand({
  name: 'ver',
  aliases: ['mostrar'],
  summary: 'Mostra o texto de um modelo',
  usage: USAGE,
  examples: ['/modelo ver bomdia'],
  role: 'viewer',
  async run(context, args) {
    const { id, name, body } = await knownTemplate(context.work.em, onlyName(args, USAGE));
    return done('modelo/ver', { name, ...shown(context, body) }, { template: id });
  },
});
