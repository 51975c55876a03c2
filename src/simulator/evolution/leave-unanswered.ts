import type { FastifyReply } from 'fastify';

/** As long as a proxy would wait; by then the client has given up. */
const LONGEST_SILENCE_MS = 180_000;

/** Keeps the request open and never answers it, as a gateway that hangs. The socket goes when a side ends or `stopping` fires. */
export function leaveUnanswered(reply: FastifyReply, stopping: AbortSignal): FastifyReply {
  reply.hijack();
  const { socket } = reply.raw;
  const over = AbortSignal.any([stopping, AbortSignal.timeout(LONGEST_SILENCE_MS)]);
  const hangUp = () => socket?.destroy();
  over.addEventListener('abort', hangUp);
  socket?.once('close', () => over.removeEventListener('abort', hangUp));
  return reply;
}
