import type { FastifyInstance } from 'fastify';
import type { LiveEvent } from '../live-feed.ts';
import type { Simulator } from '../simulator.ts';
import { messageView, stateView } from './views.ts';

/** Proxies close a connection that says nothing for a minute. */
const HEARTBEAT_MS = 25_000;

/** `GET /eventos`: server-sent events `message` (one message as it is now) and `state` (everything around messages). */
export function liveStream(scope: FastifyInstance, simulator: Simulator): void {
  scope.get('/eventos', (request, reply) => {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...reply.getHeaders(),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    } as Record<string, string>);
    raw.write('retry: 1000\n\n');

    const unsubscribe = simulator.live.subscribe(event => raw.write(frame(simulator, event)));
    const heartbeat = setInterval(() => raw.write(': vivo\n\n'), HEARTBEAT_MS).unref();
    const end = () => raw.end();
    simulator.stopping.addEventListener('abort', end);
    request.raw.once('close', () => {
      unsubscribe();
      clearInterval(heartbeat);
      simulator.stopping.removeEventListener('abort', end);
    });
  });
}

function frame(simulator: Simulator, event: LiveEvent): string {
  if (event.kind === 'state') return `event: state\ndata: ${JSON.stringify(stateView(simulator))}\n\n`;
  const message = simulator.messages.get(event.messageId);
  return message ? `event: message\ndata: ${JSON.stringify(messageView(simulator, message))}\n\n` : '';
}
