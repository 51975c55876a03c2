import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedWebhook {
  readonly event: string;
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads of many shapes
  readonly body: any;
}

export interface Receiver {
  readonly url: string;
  readonly webhooks: ReceivedWebhook[];
  of(event: string): ReceivedWebhook[];
  /** What the next requests are answered with; 200 when the list is used up. */
  answerWith(...statuses: number[]): void;
  close(): Promise<void>;
}

/** A real HTTP server that notes every webhook it gets. */
export async function startReceiver(): Promise<Receiver> {
  const webhooks: ReceivedWebhook[] = [];
  const statuses: number[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    webhooks.push({ event: body.event, headers: request.headers, path: request.url ?? '', body });
    response.writeHead(statuses.shift() ?? 200).end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks/evolution`,
    webhooks,
    of: event => webhooks.filter(webhook => webhook.event === event),
    answerWith: (...next) => void statuses.push(...next),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
