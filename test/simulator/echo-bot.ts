import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type StartedSimulator, sendTextTo } from './start-simulator.ts';

export interface EchoBot {
  close(): Promise<void>;
}

/** The smallest thing that can be behind the webhook: it repeats to people, in private, what they wrote. */
export async function startEchoBot(simulator: StartedSimulator): Promise<EchoBot> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.end();
    const { event, data } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const text = data.message?.conversation;
    if (event !== 'messages.upsert' || text === undefined || data.key.remoteJid.endsWith('@g.us')) return;
    await sendTextTo(simulator, data.key.remoteJid, `recebi: ${text}`);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  await simulator.setWebhook(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
