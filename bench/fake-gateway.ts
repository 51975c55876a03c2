import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';

/** A message that the gateway accepted. */
export interface AcceptedMessage {
  id: string;
  /** As asked for: digits or a group's jid. */
  number: string;
  text: string;
  /** When it arrived, epoch milliseconds. */
  atMs: number;
}

/**
 * What one send meets: an answer after a while, a refusal, silence, or a connection that breaks. `holdMs` passes before
 * any of it: whoever asked may be gone by then, and the message leaves all the same.
 */
export type Behaviour = { holdMs?: number } & (
  | { kind: 'accept'; latencyMs?: number }
  | { kind: 'refuse'; status: number; message: unknown }
  | { kind: 'hang' }
  | { kind: 'break' }
  | { kind: 'accept_then_break'; latencyMs?: number }
  | { kind: 'accept_then_refuse'; status: number; message: unknown }
);

export interface FakeGateway {
  baseUrl: string;
  instanceName: string;
  apiKey: string;
  ownNumber: string;
  /** Everything that was accepted, in order: the ledger that tests count. */
  accepted: AcceptedMessage[];
  reactions: { targetId: string; emoji: string }[];
  /** Ids that were deleted for everybody, as often as it was asked. */
  deleted: string[];
  /** Decides about the next deletions; every one is done until this is set. */
  refuseDelete: (id: string) => { status: number; message: unknown } | null;
  groups: { id: string; subject: string; participants: { id: string; phoneNumber?: string; admin: string | null }[] }[];
  /** Decides about the next sends; every one is accepted at once until this is set. */
  behave: (message: { number: string; text: string; nth: number }) => Behaviour;
  /** What webhook/set was told. */
  webhook: { url: string; headers: Record<string, string> } | null;
  /** Emit `send.message` for accepted messages; on. */
  emitSent: boolean;
  state: 'open' | 'connecting' | 'close';
  /** How many connections were opened to it. */
  connections: number;
  /** What becomes of an event of its own; posted once, at once, until this is set. */
  emit: (event: string, data: unknown) => void;
  /** Its clock, epoch milliseconds: the machine's, unless a test moves it along with its own. */
  now(): number;
  /** Posts an event to the registered webhook. @returns the HTTP status */
  deliver(event: string, data: unknown): Promise<number>;
  /** A person writes to the bot. @returns the message's id and the webhook's HTTP status */
  write(
    from: string,
    text: string,
    more?: { id?: string; key?: object; pushName?: string; timestamp?: number; fromMe?: boolean },
  ): Promise<{ id: string; status: number }>;
  close(): Promise<void>;
}

/**
 * A gateway with the Evolution API's surface that counts what it accepted; it knows no WhatsApp. For tests and benchmarks:
 * the simulator is for people.
 */
export async function startFakeGateway(options: { port?: number } = {}): Promise<FakeGateway> {
  let sends = 0;
  const hanging = new Set<ServerResponse>();
  const webhooks = new Agent();
  const server = createServer((request, response) => {
    answer(request, response).catch(error => {
      response.writeHead(500).end(JSON.stringify({ status: 500, error: String(error) }));
    });
  });
  server.on('connection', () => void gateway.connections++);
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const gateway: FakeGateway = {
    baseUrl,
    instanceName: 'loja',
    apiKey: 'chave-do-gateway',
    ownNumber: '5511900000000',
    accepted: [],
    reactions: [],
    deleted: [],
    refuseDelete: () => null,
    groups: [],
    behave: () => ({ kind: 'accept' }),
    webhook: null,
    emitSent: true,
    state: 'open',
    connections: 0,
    emit: (event, data) => void gateway.deliver(event, data).catch(() => {}),
    now: Date.now,
    async deliver(event, data) {
      if (!gateway.webhook) throw new Error('no webhook was registered');
      const body = {
        event,
        instance: gateway.instanceName,
        data,
        sender: `${gateway.ownNumber}@s.whatsapp.net`,
        apikey: gateway.apiKey,
      };
      // Not `fetch`, which costs the machine that both share more than the product takes for a message.
      const reply = await request(gateway.webhook.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...gateway.webhook.headers },
        body: JSON.stringify(body),
        dispatcher: webhooks,
      });
      await reply.body.dump();
      return reply.statusCode;
    },
    async write(from, text, more = {}) {
      const id = more.id ?? messageId();
      const key = { remoteJid: `${from}@s.whatsapp.net`, fromMe: more.fromMe ?? false, id, ...more.key };
      const status = await gateway.deliver('messages.upsert', {
        key,
        pushName: more.pushName ?? 'Pessoa',
        message: { conversation: text },
        messageType: 'conversation',
        messageTimestamp: more.timestamp ?? Math.floor(gateway.now() / 1000),
        source: 'android',
      });
      return { id, status };
    },
    async close() {
      for (const response of hanging) response.destroy();
      server.closeAllConnections();
      await webhooks.destroy(); // a server that hangs must not keep a test
      await new Promise(resolve => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await bodyOf(request);
    // biome-ignore lint/suspicious/noExplicitAny: the bodies are those of our own client, in a test
    const body: any = raw ? JSON.parse(raw) : {};
    const reply = (status: number, value: unknown) => json(response, status, value);
    if (request.headers.apikey !== gateway.apiKey) {
      reply(401, { status: 401, error: 'Unauthorized', response: { message: 'Unauthorized' } });
      return;
    }
    const [, area, action] = request.url!.split('?', 1)[0]!.split('/');
    switch (`${area}/${action}`) {
      case 'message/sendText':
        return sendText(body, response);
      case 'message/sendReaction':
        gateway.reactions.push({ targetId: body.key.id, emoji: body.reaction });
        return void reply(201, { key: { remoteJid: body.key.remoteJid, fromMe: true, id: messageId() } });
      case 'chat/deleteMessageForEveryone': {
        const refusal = gateway.refuseDelete(body.id);
        if (refusal) return refuse(response, refusal);
        gateway.deleted.push(body.id);
        return void reply(201, {
          key: { remoteJid: body.remoteJid, fromMe: true, id: messageId() },
          status: 'PENDING',
        });
      }
      case 'instance/connectionState':
        return void reply(200, { instance: { instanceName: gateway.instanceName, state: gateway.state } });
      case 'instance/fetchInstances':
        return void reply(200, [
          {
            name: gateway.instanceName,
            connectionStatus: gateway.state,
            ownerJid: `${gateway.ownNumber}@s.whatsapp.net`,
          },
        ]);
      case 'webhook/find':
        return void reply(200, gateway.webhook && { ...gateway.webhook, enabled: true, events: [] });
      case 'webhook/set':
        gateway.webhook = { url: body.webhook.url, headers: body.webhook.headers ?? {} };
        return void reply(201, { ...gateway.webhook, enabled: true, events: body.webhook.events });
      case 'group/fetchAllGroups':
        return void reply(200, gateway.groups);
      case 'chat/findMessages':
        return void reply(200, found(body.where ?? {}));
      default:
        return void reply(404, {
          status: 404,
          error: 'Not Found',
          response: { message: [`Cannot ${request.method} ${request.url}`] },
        });
    }
  }

  function sendText(body: { number: string; text: string }, response: ServerResponse): void {
    const { number, text } = body;
    const behaviour = gateway.behave({ number, text, nth: sends++ });
    if (behaviour.holdMs) setTimeout(() => meet(behaviour, number, text, response), behaviour.holdMs);
    else meet(behaviour, number, text, response);
  }

  function meet(behaviour: Behaviour, number: string, text: string, response: ServerResponse): void {
    const after = (latencyMs: number | undefined, act: () => void) => (latencyMs ? setTimeout(act, latencyMs) : act());
    switch (behaviour.kind) {
      case 'hang':
        hanging.add(response);
        return;
      case 'break':
        response.destroy();
        return;
      case 'refuse':
        refuse(response, behaviour);
        return;
      case 'accept_then_refuse':
        accept(number, text);
        refuse(response, behaviour);
        return;
      case 'accept_then_break':
        accept(number, text);
        after(behaviour.latencyMs, () => response.destroy());
        return;
      case 'accept': {
        const message = accept(number, text);
        after(behaviour.latencyMs, () => json(response, 201, message));
      }
    }
  }

  /** From here on it has left, whatever the one who asked is told. */
  function accept(number: string, text: string) {
    const accepted = { id: messageId(), number, text, atMs: gateway.now() };
    gateway.accepted.push(accepted);
    const message = {
      key: { remoteJid: number.includes('@') ? number : `${number}@s.whatsapp.net`, fromMe: true, id: accepted.id },
      status: 'PENDING',
      message: { conversation: text },
      messageType: 'conversation',
      messageTimestamp: Math.floor(accepted.atMs / 1000),
    };
    if (gateway.emitSent && gateway.webhook) gateway.emit('send.message', message);
    return message;
  }

  function found(where: { key?: { remoteJid?: string }; messageTimestamp?: { gte: string; lte: string } }) {
    const from = Date.parse(where.messageTimestamp?.gte ?? '') || 0;
    const until = Date.parse(where.messageTimestamp?.lte ?? '') || Number.POSITIVE_INFINITY;
    const records = gateway.accepted
      .map(({ id, number, text, atMs }) => ({
        id,
        remoteJid: number.includes('@') ? number : `${number}@s.whatsapp.net`,
        text,
        atMs,
      }))
      .filter(({ remoteJid, atMs }) => remoteJid === where.key?.remoteJid && atMs >= from && atMs <= until)
      .map(({ id, remoteJid, text, atMs }) => ({
        key: { id, remoteJid, fromMe: true },
        messageType: 'conversation',
        message: { conversation: text },
        messageTimestamp: Math.floor(atMs / 1000),
      }));
    return { messages: { total: records.length, pages: 1, currentPage: 1, records } };
  }

  return gateway;
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function refuse(response: ServerResponse, { status, message }: { status: number; message: unknown }): void {
  json(response, status, { status, error: 'Bad Request', response: { message } });
}

/** Not `for await`, whose iterator shows in every measured message. */
function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', chunk => (body += chunk));
    request.on('end', () => resolve(body));
    request.on('error', reject);
  });
}

/** Of this process, so that ids of two runs differ. */
const RUN = randomBytes(5).toString('hex').toUpperCase();
let ids = 0;

/** The shape of the ids that the real one makes. */
const messageId = () => `3EB0${RUN}${(ids++).toString(16).toUpperCase().padStart(8, '0')}`;
