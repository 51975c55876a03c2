import { defineCommand, done } from '../../src/chat/command.ts';
import { knownTemplate, onlyName } from './known-template.ts';

const USAGE = '/modelo ver NOME';

export const showTemplate = defineCommand({
  name: 'ver',
  aliases: ['mostrar'],
  summary: 'Mostra o texto de um modelo',
  usage: USAGE,
  examples: ['/modelo ver bomdia'],
  role: 'viewer',
  async run({ work }, args) {
    const { id, name, body } = await knownTemplate(work.em, onlyName(args, USAGE));
    return done('modelo/ver', { name, body }, { template: id });
  },
});
