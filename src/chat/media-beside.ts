import { InboxEvent } from '../db/entities/index.ts';
import type { Work } from '../scheduling/work.ts';
import type { IncomingMessage } from '../whatsapp/gateway-events.ts';
import type { MediaBeside } from './command.ts';

/** Pictures of one album, and those that somebody chooses one after the other. */
const BURST_SECONDS = 60;
/** More messages than somebody writes in that time. */
const MESSAGES_LOOKED_AT = 50;

/** What a message carries beside its words; what it quotes counts where it carries nothing itself. */
export function mediaBeside({ media, quotedMedia }: IncomingMessage): MediaBeside | null {
  if (media !== null) return { kind: media, isQuoted: false };
  return quotedMedia ? { kind: quotedMedia, isQuoted: true } : null;
}

/** Whether the same person sent another picture a moment ago in this chat: what is to be said of this one was said then. */
export async function isOfBurst({ em }: Work, row: InboxEvent, message: IncomingMessage): Promise<boolean> {
  const earlier = await em.find(
    InboxEvent,
    {
      ...{ evolutionConfig: row.evolutionConfig.id, chatKey: row.chatKey, kind: row.kind, id: { $lt: row.id } },
      receivedAt: { $gte: row.receivedAt.subtract({ seconds: BURST_SECONDS }) },
    },
    { orderBy: { id: 'desc' }, limit: MESSAGES_LOOKED_AT },
  );
  return earlier.some(({ payload }) => payload.media != null && payload.authorJid === message.authorJid);
}
