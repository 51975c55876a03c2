/** The Evolution API (2.x) as a channel. */
import { SendError } from '../errors.ts';
import type { Channel, SentMessage, TextMessage } from './channel.ts';
import { addressFor, keyFor } from './evolution-address.ts';
import { sendError } from './evolution-errors.ts';
import { type Call, createEvolutionHttp, type EvolutionHttpOptions } from './evolution-http.ts';
import * as replies from './evolution-replies.ts';
import { findSentMessages } from './evolution-search.ts';
import { numberForGateway } from './phone.ts';

export interface EvolutionClientOptions extends EvolutionHttpOptions {
  readonly instanceName: string;
  /** 120,000 by default: group sends take long, and giving up early leaves an unknown outcome. */
  readonly sendTimeoutMs?: number;
  /** For all that is neither a send nor the list of groups; 10,000 by default. */
  readonly readTimeoutMs?: number;
  /** 300,000 by default: the gateway fetches one picture per group before it answers. */
  readonly groupsTimeoutMs?: number;
}

/** What the inbox handles, in the gateway's spelling. An empty list would mean all events. */
export const WEBHOOK_EVENTS = [
  'MESSAGES_UPSERT',
  'MESSAGES_UPDATE',
  'SEND_MESSAGE',
  'CONNECTION_UPDATE',
  'GROUPS_UPSERT',
  'GROUP_PARTICIPANTS_UPDATE',
] as const;

/** Hundreds of groups with hundreds of members each. */
const MAX_GROUPS_BYTES = 64 * 1024 * 1024;

/**
 * A client for one instance. Keep one per instance (it owns a connection pool) and close it.
 *
 * @throws UserError `invalid_base_url`
 */
export function createEvolutionClient(options: EvolutionClientOptions): Channel & { close(): Promise<void> } {
  const http = createEvolutionHttp(options);
  const { instanceName, sendTimeoutMs = 120_000, readTimeoutMs = 10_000, groupsTimeoutMs = 300_000 } = options;
  const at = (action: string) => `${action}/${encodeURIComponent(instanceName)}`;

  const send = async (action: string, body: unknown): Promise<SentMessage> =>
    replies.readSentReply(
      await http.call({ method: 'POST', path: at(action), body, timeoutMs: sendTimeoutMs, repeatable: false }),
    );
  const get = (path: string, query: Record<string, string> = {}, more: Partial<Call> = {}) =>
    http.call({ method: 'GET', path, query, timeoutMs: readTimeoutMs, repeatable: true, ...more });
  const post = (action: string, body: unknown) =>
    http.call({ method: 'POST', path: at(action), body, timeoutMs: readTimeoutMs, repeatable: true });
  const connectionState = async () => replies.readConnectionState(await get(at('instance/connectionState')));

  return {
    async sendText(message) {
      const body = textBody(message);
      return send('message/sendText', body).catch(async error => {
        throw await whetherConnected(error, connectionState);
      });
    },
    sendReaction: (target, emoji) => send('message/sendReaction', { key: keyFor(target), reaction: emoji ?? '' }),
    async deleteMessage(target) {
      // Repeatable: what is deleted stays so. It goes through the same socket as a send, and may take as long.
      const path = at('chat/deleteMessageForEveryone');
      await http.call({ method: 'DELETE', path, body: keyFor(target), timeoutMs: sendTimeoutMs, repeatable: true });
    },
    findSentMessages: search => findSentMessages(query => post('chat/findMessages', query), search),

    connectionState,
    instanceInfo: async () =>
      replies.readInstance(await get('instance/fetchInstances', { instanceName }), instanceName),
    connect: async phone =>
      replies.readPairing(await get(at('instance/connect'), phone ? { number: numberForGateway(phone) } : {})),

    async fetchGroups() {
      const limits = { timeoutMs: groupsTimeoutMs, maxReplyBytes: MAX_GROUPS_BYTES };
      return replies.readGroups(await get(at('group/fetchAllGroups'), { getParticipants: 'true' }, limits));
    },
    async fetchGroup(groupJid) {
      try {
        return replies.readGroup(await get(at('group/findGroupInfos'), { groupJid }));
      } catch (error) {
        if (error instanceof SendError && error.code === 'group_unknown') return null;
        throw error;
      }
    },
    async checkNumbers(numbers) {
      if (numbers.length === 0) return []; // the gateway refuses an empty list
      const asked = numbers.map(number => ({ number, digits: numberForGateway(number) }));
      const unique = [...new Set(asked.map(({ digits }) => digits))];
      return replies.readNumberChecks(await post('chat/whatsappNumbers', { numbers: unique }), asked);
    },

    findWebhook: async () => replies.readWebhook(await get(at('webhook/find'))),
    async setWebhook({ url, headers }) {
      // byEvents and base64 off: one URL for all, and no media bytes in the bodies.
      const webhook = { enabled: true, url, headers, byEvents: false, base64: false, events: WEBHOOK_EVENTS };
      await post('webhook/set', { webhook });
    },

    close: () => http.close(),
  };
}

function textBody({ to, text, mentionAll, quoted }: TextMessage) {
  return {
    number: addressFor(to),
    text,
    ...(mentionAll ? { mentionsEveryOne: true } : {}),
    ...(quoted ? { quoted: { key: keyFor(quoted) } } : {}),
  };
}

/**
 * A send to a group answers the same words when the group is unknown and when the number is not connected;
 * giving a group up for good needs proof of the first.
 */
async function whetherConnected(error: unknown, connectionState: Channel['connectionState']): Promise<unknown> {
  if (!(error instanceof SendError) || error.code !== 'group_unknown') return error;
  const state = await connectionState().catch(() => null);
  if (state === 'open') return error;
  return sendError({ code: 'not_connected', retryable: true, outcome: 'not_sent' }, error.message, error);
}
