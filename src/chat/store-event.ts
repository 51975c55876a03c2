import type { RequiredEntityData } from '@mikro-orm/core';
import type { Clock } from '../clock.ts';
import { type EvolutionConfig, InboxEvent } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { chatKeyOf } from '../whatsapp/chat-addresses.ts';
import type { ParsedWebhook } from '../whatsapp/evolution-events.ts';
import type { GatewayEvent, IncomingMessage } from '../whatsapp/gateway-events.ts';
import { eventKey, eventToJson } from '../whatsapp/stored-events.ts';
import { OPT_HINT, OPT_WORD } from './event-kinds.ts';
import { readLine } from './find-command.ts';
import { mayMeanOut, optWord, optWordPayload } from './opt-words.ts';
import { findSpeaker } from './speaker.ts';

/** What the inbox keeps of an event: nothing but what will be used. */
interface Kept {
  kind: string;
  payload: Record<string, unknown>;
}

/** A row of the inbox, not stored yet. */
export type NewEvent = RequiredEntityData<InboxEvent>;

export interface StoreDeps {
  em: Em;
  clock: Clock;
  selfChat: boolean;
  /** Stores rows. @returns how many are new */
  insert(rows: NewEvent[]): Promise<number>;
  /** Whether the message that the gateway says it sent is recorded as sent. */
  isKnownSend(configId: number, messageId: string): Promise<boolean>;
}

/**
 * Stores the events of a webhook body before it is answered. What was stored before is left as it is, and the gateway's
 * word about a message that we know to be sent is not stored.
 *
 * Of people who are no admins nothing is stored, unless the message is a word by which they stop or return (or a
 * sentence that may mean so), and then only their ids and which way. What the owner writes to others on the bot's phone is not stored either.
 *
 * @returns how many rows are new, of all that were stored with these
 * @throws whatever the database throws: the gateway must then be told to come again
 */
export async function storeWebhook(
  deps: StoreDeps,
  config: EvolutionConfig,
  parsed: ParsedWebhook,
): Promise<{ stored: number }> {
  const bot = { id: config.id, ownJid: config.ownJid ?? parsed.ownJid, ownLid: config.ownLid };
  const now = deps.clock.now();
  const rows: NewEvent[] = [];
  for (const event of parsed.events) {
    if (event.kind === 'sent' && (await deps.isKnownSend(config.id, event.id))) continue;
    const kept =
      event.kind === 'message'
        ? await keptOf(deps.em.fork(), bot, event, deps)
        : { kind: event.kind, payload: eventToJson(event) };
    if (!kept) continue;
    rows.push({
      ...kept,
      evolutionConfig: config.id,
      eventKey: eventKey(event),
      chatKey: laneOf(event),
      status: 'pending' as const,
      attempts: 0,
      nextAttemptAt: now,
      receivedAt: now,
    });
  }
  return { stored: rows.length === 0 ? 0 : await deps.insert(rows) };
}

/** Inserts rows of the inbox, but for those that are there. @returns how many are new */
export async function insertEvents(em: Em, rows: NewEvent[]): Promise<number> {
  const { affectedRows } = await em
    .fork()
    .createQueryBuilder(InboxEvent)
    .insert(rows)
    .onConflict()
    .ignore()
    .execute('run');
  return affectedRows;
}

async function keptOf(
  em: Em,
  bot: Parameters<typeof findSpeaker>[1],
  message: IncomingMessage,
  options: { selfChat: boolean },
): Promise<Kept | null> {
  const { text, isGroup, fromMe, reaction, contactCards, media } = message;
  const word = !isGroup && !fromMe && text !== null ? optWord(text) : null;
  if (word !== null) return { kind: OPT_WORD, payload: optWordPayload(message, word) };
  // A picture alone is answered, but for one in the owner's notes to herself.
  const isSeen = media !== null && !fromMe;
  const isWord = text !== null || reaction !== null || contactCards.length > 0 || isSeen;
  const mayCommand = isGroup ? text !== null && readLine(text).hasPrefix : isWord;
  const isHeard = mayCommand && (await findSpeaker(em, bot, message, options)) !== null;
  if (!isHeard) return isWishToStop(message) ? { kind: OPT_HINT, payload: optWordPayload(message, 'hint') } : null;
  return {
    kind: 'message',
    payload: eventToJson({ ...message, contactCards: isGroup ? [] : contactCards, mentions: [] }),
  };
}

/** A sentence by which a person may want to stop; of it too only the ids are kept. */
function isWishToStop({ isGroup, fromMe, text }: IncomingMessage): boolean {
  return !isGroup && !fromMe && text !== null && mayMeanOut(text);
}

/** Events of one lane are handled in the order they came. Receipts only rise, so they wait for nothing but themselves. */
function laneOf(event: GatewayEvent): string {
  switch (event.kind) {
    case 'message':
      return chatKeyOf(event.chatJid, event.chatAltJid);
    case 'sent':
      return `sent:${event.id}`;
    case 'receipt':
      return `receipt:${event.messageId}`;
    case 'connection':
      return 'connection';
    case 'groups':
      return event.groups.length === 1 ? `group:${event.groups[0]!.jid}` : 'groups';
    case 'participants':
      return `group:${event.groupJid}`;
  }
}
