/** The Evolution API's webhook bodies, read into our own events. */
import { z } from 'zod';
import { groupSchema, participantsUpdateSchema } from './evolution-groups.ts';
import { type IgnoreReason, type Reading, readMessage, readReceipt, readSent } from './evolution-messages.ts';
import { anything, optionalJid, optionalText } from './evolution-values.ts';
import type { GatewayEvent } from './gateway-events.ts';

export interface ParsedWebhook {
  /** The event's wire name, `messages.upsert`; empty when the body names none. */
  readonly event: string;
  /** The gateway's name of the instance. Not proof of who sends: the secret is. */
  readonly instance: string | null;
  /** The bot's own address, which most bodies carry. */
  readonly ownJid: string | null;
  readonly events: readonly GatewayEvent[];
  /** Set when something was left out; other parts of the same body may still be in `events`. */
  readonly ignored: IgnoreReason | null;
}

const envelopeSchema = z.object({
  event: z.string().min(1),
  instance: optionalText,
  sender: optionalJid,
  data: anything,
});

const connectionSchema = z.object({
  state: z.enum(['open', 'connecting', 'close', 'refused']),
  statusReason: z.number().int().nullish().catch(null),
  wuid: optionalJid,
});

/** One reader per event: an item of `data` in, an event or the reason why not out. */
const READERS: Readonly<Record<string, (data: unknown) => Reading>> = {
  'messages.upsert': readMessage,
  'send.message': readSent,
  'messages.update': readReceipt,
  'connection.update': readConnection,
  'groups.upsert': data => {
    const group = groupSchema.safeParse(data).data;
    return group ? { kind: 'groups', groups: [group] } : 'malformed';
  },
  'group-participants.update': data => {
    const update = participantsUpdateSchema.safeParse(data).data;
    return update ? { kind: 'participants', ...update } : 'malformed';
  },
};

/** Wire names that are not simply their URL form with dots for dashes. */
const DASHED_NAMES: ReadonlyMap<string, string> = new Map([
  ['group-participants-update', 'group-participants.update'],
  ['typebot-change-status', 'typebot.change-status'],
]);

/** The wire name of an event from a by-event URL's last segment: `messages-upsert` → `messages.upsert`. */
export function eventNameFromPath(segment: string): string {
  const name = segment.toLowerCase();
  return DASHED_NAMES.get(name) ?? name.replaceAll('-', '.');
}

/**
 * Reads one webhook body. Never throws: the gateway is authentic by now, so what cannot be used is ignored with a reason.
 *
 * @param body the parsed JSON
 * @param pathEvent the event's name from the URL, for a body that has none
 */
export function parseWebhook(body: unknown, pathEvent?: string): ParsedWebhook {
  const envelope = envelopeSchema.safeParse(withEventName(body, pathEvent)).data;
  if (!envelope) return { event: '', instance: null, ownJid: null, events: [], ignored: 'not_an_event' };
  const { event, instance, sender, data } = envelope;
  const reader = Object.hasOwn(READERS, event) ? READERS[event] : undefined;
  const readings = reader ? (Array.isArray(data) ? data : [data]).map(reader) : ['unknown_event' as const];
  return {
    event,
    instance,
    ownJid: sender,
    events: readings.filter(reading => typeof reading === 'object'),
    ignored: readings.find(reading => typeof reading === 'string') ?? null,
  };
}

function withEventName(body: unknown, pathEvent: string | undefined): unknown {
  if (pathEvent === undefined || typeof body !== 'object' || body === null) return body;
  return { event: pathEvent, ...body };
}

function readConnection(data: unknown): Reading {
  const item = connectionSchema.safeParse(data).data;
  return item
    ? { kind: 'connection', state: item.state, statusReason: item.statusReason ?? null, ownJid: item.wuid }
    : 'malformed';
}
