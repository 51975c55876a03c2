import { EvolutionConfig, InboxEvent } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { saveGatewayGroups } from '../scheduling/sync-groups.ts';
import type { Work } from '../scheduling/work.ts';
import type { ChatDeps } from './deps.ts';
import { GROUP_SYNC } from './event-kinds.ts';
import type { Handler } from './handlers.ts';
import { queueMessage } from './replies.ts';

/** Names in one sentence; /grupos has the rest. */
const NAMES_SHOWN = 20;

/**
 * Asks for the groups of an instance to be read anew. The gateway may take minutes, which no transaction can wait
 * for: so this only leaves a note in the inbox.
 *
 * @throws UserError `no_instance` when none is set up
 */
export async function requestGroupSync(
  work: Work,
  where: { receivedBy: number | null; replyTo: string | null },
): Promise<void> {
  const { em, now } = work;
  const config = await em.findOne(
    EvolutionConfig,
    where.receivedBy === null ? { isDefault: true } : { id: where.receivedBy },
  );
  if (!config) throw new UserError('no_instance', {}, 409);
  em.create(InboxEvent, {
    evolutionConfig: config,
    kind: GROUP_SYNC,
    chatKey: GROUP_SYNC,
    payload: { replyTo: where.replyTo },
    nextAttemptAt: now,
    receivedAt: now,
  });
  await em.flush();
}

/** Reads the groups outside of the transaction, then saves them and says so. */
export function groupSyncHandler(deps: Pick<ChatDeps, 'channelFor' | 'sentences'>): Handler {
  return async row => {
    const channel = await deps.channelFor(row.evolutionConfig.id);
    const groups = await channel.fetchGroups();
    return async (work, event) => {
      await saveGatewayGroups(work, event.evolutionConfig.id, groups);
      const { replyTo } = event.payload;
      if (typeof replyTo === 'string') {
        const names = groups.map(group => group.subject).toSorted((one, other) => one.localeCompare(other, 'pt-BR'));
        const shown = { names: names.slice(0, NAMES_SHOWN), more: Math.max(0, names.length - NAMES_SHOWN) };
        const text = deps.sentences.reply('grupo/sincronizado', { count: names.length, ...shown });
        queueMessage(work, event, { kind: 'notice', chatJid: replyTo, text });
      }
      return 'done';
    };
  };
}
