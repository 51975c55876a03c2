import { defineCommand, done } from '../../src/chat/command.ts';
import { UserError } from '../../src/errors.ts';
import { createContact } from '../../src/scheduling/create-contact.ts';
import { contactOverview } from '../../src/scheduling/queries/contact-overview.ts';
import { getContact } from '../../src/scheduling/queries/get-contact.ts';
import { updateContact } from '../../src/scheduling/update-contact.ts';
import { contactFacts } from './contact-facts.ts';
import { type ContactWords, readContactWords } from './contact-words.ts';
import { whoIs, withNames } from './named.ts';

const NEW_USAGE = '/contato novo NOME TELEFONE [variável=valor] [nascimento dd/mm/aaaa]';
const EDIT_USAGE = '/contato editar NOME [nome …] [telefone …] [variável=valor] [nascimento dd/mm/aaaa]';

export const newContact = defineCommand({
  name: 'novo',
  aliases: ['nova', 'criar', 'incluir', 'adicionar'],
  summary: 'Guarda uma pessoa; as variáveis entram nas mensagens dela',
  usage: NEW_USAGE,
  examples: [
    '/contato novo Ana Lima 11 98765-4321',
    '/contato novo Davi Souza 41 99876-5432 cidade=Curitiba nascimento 12/03/1990',
  ],
  role: 'editor',
  async run({ work }, args) {
    const words = readContactWords(args);
    const name = words.name ?? words.lead;
    const [phone, ...others] = words.phones;
    if (name === '') throw new UserError('missing_name', { usage: NEW_USAGE });
    if (words.name !== null && words.lead !== '') throw new UserError('unread_words', { words: words.lead });
    if (phone === undefined) throw new UserError('missing_phone', { usage: NEW_USAGE });
    refuseMore(others);
    const { birthDate, variables } = words;
    const { id } = await createContact(work, { name, phone, birthDate, variables: filled(variables) });
    return done('contato/novo', contactFacts(await contactOverview(work.em, id)), { contact: id });
  },
});

export const editContact = defineCommand({
  name: 'editar',
  aliases: ['mudar', 'alterar'],
  summary: 'Muda nome, telefone, nascimento ou variáveis de um contato; só o que você disser',
  usage: EDIT_USAGE,
  examples: [
    '/contato editar Ana Lima telefone 11 91234-5678',
    '/contato editar Ana Lima cidade=Recife nascimento 12/03/1990',
  ],
  role: 'editor',
  ...withNames(async (context, request) => {
    const { work } = context;
    const words = readContactWords(request.words);
    const { who, changes } = whoAndChanges(words);
    const found = await whoIs(context, request, 'contact', who);
    if ('reply' in found) return found.reply;
    const contact = await getContact(work.em, found.id);
    const variables = filled({ ...contact.variables, ...words.variables });
    await updateContact(work, found.id, { ...changes, variables });
    return done('contato/mudado', contactFacts(await contactOverview(work.em, found.id)), { contact: found.id });
  }),
});

/** Who is changed: the words at the start, or the first of the phones. @throws UserError `missing_name`, `missing_change` */
function whoAndChanges({ lead, name, phones, birthDate, variables }: ContactWords) {
  const [who, phone, ...others] = lead === '' ? phones : [lead, ...phones];
  if (who === undefined) throw new UserError('missing_name', { usage: EDIT_USAGE });
  refuseMore(others);
  const changes = {
    ...(name === null ? {} : { name }),
    ...(phone === undefined ? {} : { phone }),
    ...(birthDate === null ? {} : { birthDate }),
  };
  const isEmpty = Object.keys({ ...changes, ...variables }).length === 0;
  if (isEmpty) throw new UserError('missing_change', { usage: EDIT_USAGE });
  return { who, changes };
}

/** An empty value takes the variable away. */
function filled(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}

function refuseMore(phones: readonly string[]): void {
  if (phones.length > 0) throw new UserError('unread_words', { words: phones.join(', ') });
}
