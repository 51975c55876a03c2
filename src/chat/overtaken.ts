import { AuditEntry, InboxEvent, OutboxMessage } from '../db/entities/index.ts';
import type { Work } from '../scheduling/work.ts';
import type { IncomingMessage } from '../whatsapp/gateway-events.ts';
import { eventFromJson } from '../whatsapp/stored-events.ts';
import type { Command } from './command.ts';
import { type CommandSet, findCommand, readLine } from './find-command.ts';

/** What comes later than this is offered for being old (guards.ts). */
const LOOKED_BACK_MINUTES = 10;
/** More lines than somebody writes in that time. */
const LINES_LOOKED_AT = 50;

/**
 * A command whose webhook was overtaken: what the same person wrote later in this chat has been dealt with already, and
 * "pausar" after "retomar" is not what she meant.
 *
 * @returns the later line; null when the order does not matter: nothing came of it, either only reads, or both only add
 */
export async function overtakenBy(
  work: Work,
  commands: CommandSet,
  row: InboxEvent,
  { message, command }: { message: IncomingMessage; command: Command },
): Promise<string | null> {
  if (command.role === 'viewer') return null;
  const handled = await work.em.find(
    InboxEvent,
    {
      ...{ evolutionConfig: row.evolutionConfig.id, chatKey: row.chatKey, kind: row.kind, status: 'done' },
      ...{ id: { $lt: row.id }, handledAt: { $gte: work.now.subtract({ minutes: LOOKED_BACK_MINUTES }) } },
    },
    { orderBy: { id: 'desc' }, limit: LINES_LOOKED_AT },
  );
  for (const { id, payload, handledAt } of handled) {
    const other = eventFromJson(payload);
    if (other.kind !== 'message' || other.text === null || other.authorJid !== message.authorJid) continue;
    if (Temporal.Instant.compare(other.sentAt, message.sentAt) <= 0) continue;
    const later = findCommand(commands, readLine(other.text))?.command;
    if (later && (later.role === 'viewer' || (later.addsUp && command.addsUp))) continue;
    const mattered = later ? await wasAnswered(work, id) : await changed(work, handledAt);
    if (mattered) return other.text;
  }
  return null;
}

/** Done or refused: not only asked about. */
async function wasAnswered({ em }: Work, id: number): Promise<boolean> {
  return (await em.count(OutboxMessage, { inboxEvent: id, kind: 'reply' })) > 0;
}

/** Whether she changed something at this instant: a command, its audit entry and the end of its event are of one. */
async function changed({ em, actor }: Work, at: Temporal.Instant | null | undefined): Promise<boolean> {
  return at != null && (await em.count(AuditEntry, { at, actorType: actor.type, actorId: actor.id })) > 0;
}
