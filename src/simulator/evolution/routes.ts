import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import type { Simulator } from '../simulator.ts';
import { chatRoutes } from './chat-routes.ts';
import { EvolutionError, refusal, unauthorized } from './evolution-error.ts';
import { groupRoutes } from './group-routes.ts';
import { instanceRoutes } from './instance-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** The Evolution API of one instance, under whatever prefix `scope` has. */
export async function evolutionRoutes(scope: FastifyInstance, simulator: Simulator): Promise<void> {
  readBodiesAsEvolution(scope);
  scope.setNotFoundHandler((request, reply) => {
    const path = request.url.slice(scope.prefix.length);
    return reply.code(404).send(refusal(404, [`Cannot ${request.method} ${path}`]).body);
  });
  scope.setErrorHandler((error: FastifyError, _request, reply) => {
    if (error instanceof EvolutionError) return reply.code(error.status).send(error.body);
    if (error.statusCode === 400)
      return reply.code(400).send(refusal(400, error.message, 'Internal Server Error').body);
    simulator.logger.error({ err: error }, 'simulated gateway failed');
    return reply.code(error.statusCode ?? 500).send(refusal(500, 'Internal Server Error').body);
  });
  // After parsing: Evolution reports broken JSON to anybody, and an unknown instance even to a wrong key.
  scope.addHook('preHandler', async request => guard(simulator, request));

  messageRoutes(scope, simulator);
  chatRoutes(scope, simulator);
  groupRoutes(scope, simulator);
  instanceRoutes(scope, simulator);
  webhookRoutes(scope, simulator);
}

/** Evolution takes a missing or foreign body for an empty object and lets the validation speak. */
function readBodiesAsEvolution(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      const parsed: unknown = body === '' ? {} : JSON.parse(String(body));
      done(null, typeof parsed === 'object' && parsed !== null ? parsed : {});
    } catch (error) {
      done(Object.assign(error as Error, { statusCode: 400 }));
    }
  });
  scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null, {}));
}

function guard({ identity }: Simulator, request: FastifyRequest): void {
  if (request.is404) return;
  const { instance } = request.params as { instance?: string };
  if (instance !== undefined && instance !== identity.instanceName) {
    throw refusal(404, [`The "${instance}" instance does not exist`]);
  }
  const given = request.headers.apikey;
  if (typeof given !== 'string' || !sameText(given, identity.apiKey)) throw unauthorized();
}

/** In constant time, whatever the lengths. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
