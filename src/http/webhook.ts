import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EvolutionConfig } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { SECRET_HEADER } from '../scheduling/register-webhook.ts';
import type { WorkDeps } from '../scheduling/work.ts';
import { createWebhookInstances } from './webhook-instances.ts';

/** Stores the events of an authentic body; resolved means safe on disk. `pathEvent`: the last part of a by-event URL. */
export type StoreEvents = (config: EvolutionConfig, body: unknown, pathEvent: string | null) => Promise<void>;

/** Messages with inline media are large; history sets are larger, and we do not subscribe to them. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/**
 * The gateway's way in. It is told 200 only when its events are stored, 503 when they could not be (it repeats those),
 * and 401 before its body is read. What is authentic and of no use is a 200 too: repeating it would help nobody.
 */
export function registerWebhook(app: FastifyInstance, deps: WorkDeps, storeEvents: StoreEvents): void {
  const instances = createWebhookInstances(deps);
  const senders = new WeakMap<FastifyRequest, EvolutionConfig>();

  const onRequest = async (request: FastifyRequest) => {
    const secret = request.headers[SECRET_HEADER];
    const sender = typeof secret === 'string' && secret !== '' ? await instances.find(secret) : null;
    if (!sender) throw new UserError('wrong_secret', {}, 401);
    senders.set(request, sender);
  };
  const handler = async (request: FastifyRequest) => {
    const { event = null } = request.params as { event?: string };
    await storeEvents(senders.get(request)!, request.body, event);
    return { ok: true };
  };
  const refuseMethod = async (_request: FastifyRequest, reply: FastifyReply) => {
    reply.header('allow', 'POST');
    throw new UserError('method_not_allowed', {}, 405);
  };
  for (const url of ['/webhooks/evolution', '/webhooks/evolution/:event']) {
    app.post(url, { bodyLimit: BODY_LIMIT_BYTES, onRequest }, handler);
    app.route({ method: ['GET', 'PUT', 'PATCH', 'DELETE'], url, onRequest: refuseMethod, handler: refuseMethod });
  }
}
