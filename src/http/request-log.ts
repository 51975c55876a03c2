import type { FastifyInstance } from 'fastify';

/** Query parameters that open doors. */
const SECRET_PARAMETERS = /([?&](?:token|apikey|api_key|secret)=)[^&#]*/gi;

/** A URL as it may be logged. */
export function loggableUrl(url: string): string {
  return url.replace(SECRET_PARAMETERS, '$1…');
}

/** One line for each answered request. Headers and bodies never reach it: they hold tokens and people's words. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const level = reply.statusCode >= 500 ? 'warn' : 'info';
    request.log[level](
      {
        method: request.method,
        url: loggableUrl(request.url),
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        ip: request.ip,
      },
      'request',
    );
  });
}
