import { type CommandContext, defineCommand, done } from '../../src/chat/command.ts';
import { UserError } from '../../src/errors.ts';
import { addAlias } from '../../src/scheduling/name-group.ts';
import { foldName } from '../../src/scheduling/names.ts';
import { type NamedRequest, whoIs, withNames } from './named.ts';
import { unquoted } from './words.ts';

const USAGE = '/grupo apelido GRUPO: APELIDO';

export const nameGroup = defineCommand({
  name: 'apelido',
  aliases: ['apelidar', 'chamar'],
  summary: 'Dá um nome curto a um grupo; num grupo, “aqui” é o próprio',
  usage: USAGE,
  examples: ['/grupo apelido Equipe de Vendas 2026: vendas', '/grupo apelido aqui: loja'],
  role: 'editor',
  ...withNames(async (context, request) => {
    const { group, alias } = readAlias(request.words);
    const found = await placeCalled(context, request, group);
    if ('reply' in found) return found.reply;
    const { id, name, aliases } = await addAlias(context.work, found.id, alias);
    return done('grupo/apelido', { name, alias, aliases }, { group: id });
  }),
});

function placeCalled(context: CommandContext, request: NamedRequest, group: string): ReturnType<typeof whoIs> {
  if (foldName(group) !== 'aqui') return whoIs(context, request, 'group', group);
  if (!context.isGroup) throw new UserError('here_outside_group');
  if (!context.here) throw new UserError('here_unknown');
  return Promise.resolve(context.here);
}

/** What stands before the colon, and after it; without one the last word is the alias. @throws UserError `missing_name` */
function readAlias(words: string): { group: string; alias: string } {
  const [, group = '', alias = ''] = /^([^:]+):(.+)$/su.exec(words) ?? /^(.+)\s(\S+)$/su.exec(words) ?? [];
  const read = { group: unquoted(group), alias: unquoted(alias) };
  if (read.group === '' || read.alias === '') throw new UserError('missing_name', { usage: USAGE });
  return read;
}
