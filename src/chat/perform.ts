import { Group } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import type { Work } from '../scheduling/work.ts';
import type { Asked, ChatParts } from './asked.ts';
import { type Command, type CommandContext, type Reply, refuse } from './command.ts';
import { requestGroupSync } from './group-sync.ts';
import { mayRun } from './roles.ts';

/** Runs a command's own code where a refusal undoes what it had begun. */
export async function perform(
  work: Work,
  parts: ChatParts,
  asked: Asked,
  command: Command,
  run: (context: CommandContext) => Promise<Reply>,
): Promise<Reply> {
  if (!mayRun(work.actor.role, command.role)) {
    return refuse([{ code: 'forbidden', details: { role: command.role, own: work.actor.role } }]);
  }
  try {
    await work.em.flush();
    return await work.em.transactional(async em => {
      return run(await contextOf({ ...work, em: em as Work['em'] }, parts, asked));
    });
  } catch (error) {
    if (error instanceof UserError) return refuse([{ code: error.code, details: error.details }]);
    throw error;
  }
}

async function contextOf(work: Work, parts: ChatParts, asked: Asked): Promise<CommandContext> {
  const { askedAt, receivedBy, groupJid, quotedText, media, text, replyTo } = asked;
  const here = groupJid === null ? null : await work.em.findOne(Group, { jid: groupJid, evolutionConfig: receivedBy });
  return {
    ...{ work, askedAt, receivedBy, quotedText, media, text },
    isGroup: groupJid !== null,
    here: here && { id: here.id, name: here.name },
    confirm: parts.confirm,
    commands: parts.commands.all,
    requestGroupSync: () => requestGroupSync(work, { receivedBy, replyTo }),
  };
}
