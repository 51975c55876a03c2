/** Events as the inbox keeps them: these, never the gateway's bodies, which carry the instance's key. */
import type { GatewayEvent, IncomingMessage } from './gateway-events.ts';

/**
 * The inbox's key of an event (unique per instance): the gateway repeats itself, and one event is handled once.
 * Null for what is applied as state, where a repeat does no harm.
 */
export function eventKey(event: GatewayEvent): string | null {
  switch (event.kind) {
    case 'message':
      return `upsert:${event.id}:${event.fromMe}:${event.chatJid}`;
    case 'sent':
      return `sent:${event.id}`;
    case 'receipt':
      return `update:${event.messageId}:${event.status}`;
    default:
      return null;
  }
}

/**
 * An event as the inbox stores it; the counterpart of {@link eventFromJson}. Without U+0000: nobody types it, and a
 * command that holds it could not be written to SQLite.
 */
export function eventToJson(event: GatewayEvent): Record<string, unknown> {
  const plain = 'sentAt' in event ? { ...event, sentAt: event.sentAt.toString() } : event;
  return JSON.parse(
    JSON.stringify(plain, (_, value) => (typeof value === 'string' ? value.replaceAll('\0', '') : value)),
  );
}

/** Reads back what {@link eventToJson} wrote: the only thing JSON has no form for is the instant. */
export function eventFromJson(stored: Record<string, unknown>): GatewayEvent {
  const { sentAt } = stored;
  return (typeof sentAt === 'string'
    ? { ...stored, sentAt: Temporal.Instant.from(sentAt) }
    : stored) as unknown as GatewayEvent;
}

/** What may be kept of a stranger's message: ids, addresses and the time; nothing that she wrote or is called. */
export function withoutWords({ quotedMedia: _, ...message }: IncomingMessage): IncomingMessage {
  return {
    ...message,
    text: null,
    quotedId: null,
    quotedText: null,
    reaction: null,
    mentions: [],
    media: null,
    contactCards: [],
    pushName: null,
    type: 'withheld',
  };
}
