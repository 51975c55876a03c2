import { defineCommand, done } from '../../src/chat/command.ts';
import { UserError } from '../../src/errors.ts';
import { contactOverview } from '../../src/scheduling/queries/contact-overview.ts';
import { contactFacts } from './contact-facts.ts';
import { whoIs, withNames } from './named.ts';
import { unquoted } from './words.ts';

const USAGE = '/contato ver NOME';

export const showContact = defineCommand({
  name: 'ver',
  aliases: ['mostrar'],
  summary: 'Mostra o que sei de um contato',
  usage: USAGE,
  examples: ['/contato ver Ana Lima', '/contato ver 11 98765-4321'],
  role: 'viewer',
  ...withNames(async (context, request) => {
    const name = unquoted(request.words);
    if (name === '') throw new UserError('missing_name', { usage: USAGE });
    const found = await whoIs(context, request, 'contact', name);
    if ('reply' in found) return found.reply;
    return done('contato/ver', contactFacts(await contactOverview(context.work.em, found.id)), { contact: found.id });
  }),
});
