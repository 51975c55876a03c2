import { defineCommand, done, YES_NO } from '../../src/chat/command.ts';
import { UserError } from '../../src/errors.ts';
import { deleteContact } from '../../src/scheduling/delete-contact.ts';
import { contactOverview } from '../../src/scheduling/queries/contact-overview.ts';
import { contactFacts } from './contact-facts.ts';
import { askToPick, whoIs, withNames } from './named.ts';
import { unquoted } from './words.ts';

const USAGE = '/contato apagar NOME';
/** The yes is kept as the version that it was said to. */
const CONFIRMED = 'confirmed';

export const removeContact = defineCommand({
  name: 'apagar',
  aliases: ['excluir', 'remover'],
  summary: 'Apaga um contato que nenhum agendamento usa',
  usage: USAGE,
  examples: ['/contato apagar Ana Lima'],
  role: 'editor',
  ...withNames(async (context, request) => {
    const { work } = context;
    const name = unquoted(request.words);
    if (name === '') throw new UserError('missing_name', { usage: USAGE });
    const found = await whoIs(context, request, 'contact', name);
    if ('reply' in found) return found.reply;
    const overview = await contactOverview(work.em, found.id);
    const facts = contactFacts(overview);
    const version = request.picks[CONFIRMED];
    if (version === undefined) {
      const question = { template: 'contato/apagar', data: facts, options: YES_NO };
      return askToPick(request, { key: CONFIRMED, ids: [overview.contact.version] }, question);
    }
    await deleteContact(work, found.id, version);
    return done('contato/apagado', facts, { contact: found.id });
  }),
});
