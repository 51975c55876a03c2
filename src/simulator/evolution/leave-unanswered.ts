import type { FastifyReply } from 'fastify';

/** As long as a proxy would wait; by then the client has given up. */
const LONGEST_SILENCE_MS = 180_000;

/** Keeps the request open and never answers it, as a gateway that hangs. The socket goes when either side ends. */
export function leaveUnanswered(reply: FastifyReply): FastifyReply {
  reply.hijack();
  const { socket } = reply.raw;
  const timer = setTimeout(() => socket?.destroy(), LONGEST_SILENCE_MS).unref();
  socket?.once('close', () => clearTimeout(timer));
  return reply;
}
