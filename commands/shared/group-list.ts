import { type CommandContext, defineCommand, done, type Reply } from '../../src/chat/command.ts';
import { UserError } from '../../src/errors.ts';
import { addToList, type ChangedList, takeFromList } from '../../src/scheduling/change-list.ts';
import { createGroup } from '../../src/scheduling/create-group.ts';
import { groupsCalled, refuseTakenName } from '../../src/scheduling/name-group.ts';
import { listMembers } from '../../src/scheduling/queries/list-members.ts';
import { readList, readListAndPeople } from './list-words.ts';
import { type Named, whoAre, whoIs, withNames } from './named.ts';

const LIST_USAGE = '/grupo lista NOME [: PESSOA, PESSOA]';
const ADD_USAGE = '/grupo incluir LISTA: PESSOA, PESSOA';
const TAKE_USAGE = '/grupo remover LISTA: PESSOA, PESSOA';

/** As many members as a reply names. */
const SHOWN = 40;

export const contactList = defineCommand({
  name: 'lista',
  aliases: ['listar'],
  summary: 'Faz uma lista de contatos, ou mostra quem está numa',
  usage: LIST_USAGE,
  examples: ['/grupo lista clientes: Ana Lima, Bruno', '/grupo lista clientes'],
  role: 'editor',
  ...withNames(async (context, request) => {
    const { list, people } = readList(request.words);
    if (list === '') throw new UserError('missing_name', { usage: LIST_USAGE });
    const contacts = await whoAre(context, request, 'contact', people);
    if ('reply' in contacts) return contacts.reply;
    const { work } = context;
    const known = (await groupsCalled(work.em, list)).find(({ kind }) => kind === 'list');
    if (known && contacts.length === 0) return tell(context, 'grupo/lista', known, {});
    if (known) return tellChanged(context, 'grupo/incluido', await addToList(work, known.id, ids(contacts)), contacts);
    await refuseTakenName(work.em, list);
    return tell(context, 'grupo/criada', await createGroup(work, { name: list, contacts: ids(contacts) }), {});
  }),
});

export const addPeople = defineCommand({
  name: 'incluir',
  aliases: ['adicionar', 'por'],
  summary: 'Põe contatos numa lista',
  usage: ADD_USAGE,
  examples: ['/grupo incluir clientes: Ana Lima, Bruno', '/grupo incluir Ana Lima em clientes'],
  role: 'editor',
  ...changing('into', ADD_USAGE, 'grupo/incluido', addToList),
});

export const takePeople = defineCommand({
  name: 'remover',
  aliases: ['tirar', 'retirar'],
  summary: 'Tira contatos de uma lista; eles continuam contatos',
  usage: TAKE_USAGE,
  examples: ['/grupo remover clientes: Bruno', '/grupo remover Bruno de clientes'],
  role: 'editor',
  ...changing('out of', TAKE_USAGE, 'grupo/removido', takeFromList),
});

function changing(direction: 'into' | 'out of', usage: string, template: string, change: typeof addToList) {
  return withNames(async (context, request) => {
    const { list, people } = readListAndPeople(request.words, direction, usage);
    const found = await whoIs(context, request, 'group', list);
    if ('reply' in found) return found.reply;
    const contacts = await whoAre(context, request, 'contact', people);
    if ('reply' in contacts) return contacts.reply;
    return tellChanged(context, template, await change(context.work, found.id, ids(contacts)), contacts);
  });
}

const ids = (people: readonly Named[]) => people.map(({ id }) => id);

function tellChanged(
  context: CommandContext,
  template: string,
  { group, changed }: ChangedList,
  people: readonly Named[],
): Promise<Reply> {
  return tell(context, template, group, { people: people.map(({ name }) => name), changed });
}

/** The list as it is now, beside what was done. */
async function tell(
  { work }: CommandContext,
  template: string,
  { id, name }: Named,
  more: Record<string, unknown>,
): Promise<Reply> {
  const members = await listMembers(work.em, id);
  const shown = { members: members.slice(0, SHOWN), count: members.length, more: Math.max(0, members.length - SHOWN) };
  return done(template, { name, ...shown, ...more }, { group: id, members: members.length });
}
