/** A real HTTP server that answers what a test tells it to, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEvolutionClient, type EvolutionClientOptions } from '../../src/whatsapp/evolution-client.ts';

export interface Asked {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** What a test answers: a status and a JSON body, or whatever it does to the response itself. */
type Answer = { status: number; body: unknown } | ((response: ServerResponse, asked: Asked) => void);

export const KEY = 'CHAVE-SECRETA-1';

export async function scriptedGateway(pathPrefix = '') {
  const asked: Asked[] = [];
  const script: Answer[] = [];
  const server = createServer((request, response) => void handle(request, response));

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const entry = { line: `${request.method} ${request.url}`, headers: request.headers, body };
    asked.push(entry);
    const answer = script.shift() ?? { status: 599, body: 'the test has no answer for this' };
    if (typeof answer === 'function') return answer(response, entry);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = (more: Partial<EvolutionClientOptions> = {}) =>
    createEvolutionClient({
      baseUrl: `http://127.0.0.1:${port}${pathPrefix}`,
      apiKey: KEY,
      instanceName: 'bazar bot',
      sendTimeoutMs: 300,
      readTimeoutMs: 300,
      ...more,
    });

  return {
    asked,
    client,
    /** The next answers, in order. */
    answer: (...answers: Answer[]) => void script.push(...answers),
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

export type ScriptedGateway = Awaited<ReturnType<typeof scriptedGateway>>;
