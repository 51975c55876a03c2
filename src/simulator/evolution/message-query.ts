import { isLid } from '../gateway-jid.ts';
import type { Simulator } from '../simulator.ts';
import type { MessageFilter } from '../store/messages.ts';
import { isObject, type Json } from './request-body.ts';

const DEFAULT_PAGE_SIZE = 50;

export interface MessageQuery {
  readonly filter: MessageFilter;
  readonly page: number;
  /** Evolution calls it `offset`. */
  readonly pageSize: number;
}

/**
 * The body of `chat/findMessages`, with what Evolution 2.3.6 makes of it: `fromMe: false` and unknown filters are
 * ignored, a time counts only with both ends, seconds match nothing because they are read as milliseconds.
 */
export function readMessageQuery({ people }: Simulator, body: Json): MessageQuery {
  const where = isObject(body.where) ? body.where : {};
  const key = isObject(where.key) ? where.key : {};
  const chatJid = typeof key.remoteJid === 'string' ? key.remoteJid : undefined;
  const filter: MessageFilter = {
    ...(typeof key.id === 'string' && { id: key.id }),
    ...(chatJid !== undefined && { chatJid: isLid(chatJid) ? (people.find(chatJid)?.jid ?? chatJid) : chatJid }),
    ...(key.fromMe === true && { fromMe: true }),
    ...timeWindow(where.messageTimestamp),
  };
  return { filter, page: positive(body.page, 1), pageSize: positive(body.offset, DEFAULT_PAGE_SIZE) };
}

function timeWindow(window: unknown): Pick<MessageFilter, 'sentFromMs' | 'sentUntilMs'> {
  if (!isObject(window)) return {};
  const sentFromMs = epochMs(window.gte);
  const sentUntilMs = epochMs(window.lte);
  return sentFromMs === undefined || sentUntilMs === undefined ? {} : { sentFromMs, sentUntilMs };
}

function epochMs(value: unknown): number | undefined {
  const ms = typeof value === 'string' || typeof value === 'number' ? new Date(value).getTime() : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

const positive = (value: unknown, fallback: number): number =>
  Number.isInteger(value) && Number(value) > 0 ? Number(value) : fallback;
