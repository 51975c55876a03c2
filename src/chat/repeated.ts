import { AuditEntry, InboxEvent, OutboxMessage } from '../db/entities/index.ts';
import { foldName } from '../scheduling/names.ts';
import type { Work } from '../scheduling/work.ts';

/** Within it a second one of the same is more likely a slip, or an impatient thumb, than a wish. */
const REPEAT_MINUTES = 2;
/** More lines than somebody writes in that time. */
const LINES_LOOKED_AT = 50;

/**
 * Whether the same person wrote these very words in this chat a moment ago, and something was done then. A line that
 * was refused or only asked about may be written again.
 */
export async function isRepeated({ em, now, actor }: Work, row: InboxEvent, text: string): Promise<boolean> {
  const earlier = await em.find(
    InboxEvent,
    {
      ...{ evolutionConfig: row.evolutionConfig.id, chatKey: row.chatKey, kind: row.kind, status: 'done' },
      ...{ id: { $lt: row.id }, handledAt: { $gte: now.subtract({ minutes: REPEAT_MINUTES }) } },
    },
    { orderBy: { id: 'desc' }, limit: LINES_LOOKED_AT },
  );
  const words = foldName(text);
  for (const { id, payload, handledAt } of earlier) {
    const isSame = typeof payload.text === 'string' && foldName(payload.text) === words;
    if (!isSame || !handledAt) continue;
    const answered = await em.count(OutboxMessage, { inboxEvent: id, kind: 'reply' });
    // A command, its audit entry and the end of its event are one transaction, and so of one instant.
    const changed = await em.count(AuditEntry, { at: handledAt, actorType: actor.type, actorId: actor.id });
    if (answered > 0 && changed > 0) return true;
  }
  return false;
}
