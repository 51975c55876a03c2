import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Channel } from '../../src/whatsapp/channel.ts';
import { createEvolutionClient } from '../../src/whatsapp/evolution-client.ts';

/** What the gateway does with the next message: takes it, takes it and never says so, or refuses with a status. */
type Mood = 'takes' | 'loses the answer' | 'hangs' | number;

export interface Sent {
  id: string;
  to: string;
  text: string;
}

/** A small gateway over real HTTP that keeps what it was given, for the few calls that replies need. */
export async function fakeGateway() {
  const sent: Sent[] = [];
  const reactions: { target: string; emoji: string }[] = [];
  const moods: Mood[] = [];
  const searches: unknown[] = [];
  const groups: object[] = [];
  const clients: ReturnType<typeof createEvolutionClient>[] = [];
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    const json = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const path = request.url ?? '';
    if (path.includes('/message/sendText/')) return sendText(body, response, json);
    if (path.includes('/message/sendReaction/')) {
      reactions.push({ target: body.key.id, emoji: body.reaction });
      return json(201, keyed('REACTION', body.key.remoteJid, ''));
    }
    if (path.includes('/chat/findMessages/')) {
      searches.push(body);
      const found = sent.filter(message => jidOf(message.to) === body.where.key.remoteJid);
      const records = found.map(message => keyed(message.id, jidOf(message.to), message.text));
      return json(201, { messages: { total: records.length, pages: 1, currentPage: 1, records } });
    }
    if (path.includes('/group/fetchAllGroups/')) return json(200, groups);
    return json(404, { status: 404, error: 'Not Found', response: { message: ['no such route'] } });
  }

  function sendText(
    body: { number: string; text: string },
    response: ServerResponse,
    json: (status: number, value: unknown) => void,
  ) {
    const mood = moods.shift() ?? 'takes';
    if (typeof mood === 'number')
      return json(mood, { status: mood, error: 'Error', response: { message: ['refused by the test'] } });
    if (mood === 'hangs') return;
    const message = { id: `3EB0${String(sent.length + 1).padStart(18, '0')}`, to: body.number, text: body.text };
    sent.push(message);
    if (mood === 'loses the answer') return response.destroy();
    json(201, keyed(message.id, jidOf(message.to), message.text));
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    ...{ sent, reactions, searches, groups },
    /** How the next sends go, in order; afterwards all are taken. */
    next: (...more: Mood[]) => void moods.push(...more),
    channel(): Channel {
      const baseUrl = `http://127.0.0.1:${port}`;
      const client = createEvolutionClient({ baseUrl, apiKey: 'k', instanceName: 'loja', sendTimeoutMs: 300 });
      clients.push(client);
      return client;
    },
    async close() {
      await Promise.all(clients.map(client => client.close()));
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

export type FakeGateway = Awaited<ReturnType<typeof fakeGateway>>;

const jidOf = (to: string) => (to.includes('@') ? to : `${to}@s.whatsapp.net`);

function keyed(id: string, remoteJid: string, text: string) {
  return {
    key: { id, remoteJid, fromMe: true },
    message: { conversation: text },
    messageType: 'conversation',
    messageTimestamp: Math.floor(Date.now() / 1000),
  };
}
