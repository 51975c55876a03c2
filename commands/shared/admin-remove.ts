import { type CommandContext, defineCommand, done, type Reply, refuse, YES_NO } from '../../src/chat/command.ts';
import { UserError } from '../../src/errors.ts';
import { findAdmins } from '../../src/scheduling/queries/list-admins.ts';
import { removeAdmin } from '../../src/scheduling/remove-admin.ts';
import { askToPick, type NamedRequest, withNames } from './named.ts';
import { unquoted } from './words.ts';

const USAGE = '/admin remover NOME';
const WHO = 'admin';
/** The yes is kept as the version that it was said to. */
const CONFIRMED = 'confirmed';

type Found = Awaited<ReturnType<typeof findAdmins>>['found'][number];

export const takeAdmin = defineCommand({
  name: 'remover',
  aliases: ['tirar', 'apagar', 'excluir'],
  summary: 'Tira o acesso de alguém; o que a pessoa agendou continua',
  usage: USAGE,
  examples: ['/admin remover Ana Lima', '/admin remover 11 98765-4321'],
  role: 'owner',
  ...withNames(async (context, request) => {
    const found = await which(context, request);
    if ('reply' in found) return found.reply;
    const { id, name, phone, role, version } = found;
    const confirmed = request.picks[CONFIRMED];
    if (confirmed === undefined) {
      const isSelf = context.work.actor.type === 'admin' && context.work.actor.id === id;
      const question = { template: 'admin/remover', data: { name, phone, role, isSelf }, options: YES_NO };
      return askToPick(request, { key: CONFIRMED, ids: [version] }, question);
    }
    await removeAdmin(context.work, id, confirmed);
    return done('admin/removido', { name }, { admin: id });
  }),
});

/** Of several who share the words one is picked by number. A guess needs no question of its own: the one that follows names her. */
async function which({ work }: CommandContext, request: NamedRequest): Promise<Found | { reply: Reply }> {
  const words = unquoted(request.words);
  if (words === '') throw new UserError('missing_name', { usage: USAGE });
  const { found } = await findAdmins(work.em, words);
  const [only] = found;
  if (!only) return { reply: refuse([{ code: 'admin_not_found', details: { name: words } }]) };
  if (found.length === 1) return only;
  const picked = found.find(({ id }) => id === request.picks[WHO]);
  if (picked) return picked;
  const options = found.map(({ name, phone }) => `${name} (${phone})`);
  const question = { template: 'admin/qual', data: { name: words }, options };
  return { reply: askToPick(request, { key: WHO, ids: found.map(({ id }) => id) }, question) };
}
