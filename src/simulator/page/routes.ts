import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { Simulator } from '../simulator.ts';
import { SimulatorRefusal } from '../verbs/refusal.ts';
import { pageApi } from './api.ts';
import { liveStream } from './live-stream.ts';
import { refuseOtherSites } from './same-origin.ts';

const FILES = fileURLToPath(new URL('../../../templates/simulator/', import.meta.url));

/** Nothing inline, nothing from elsewhere, no framing. `data:` is for the icon of the tab. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The page, its files, its JSON and its live stream. */
export async function pageRoutes(scope: FastifyInstance, simulator: Simulator): Promise<void> {
  scope.addHook('onRequest', async (request, reply) => {
    // The page names its files relative to itself, which takes the slash.
    if (request.url === scope.prefix) return reply.redirect(`${scope.prefix}/`);
    reply.headers({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
    return undefined;
  });
  scope.setErrorHandler((error: FastifyError, _request, reply) => {
    if (error instanceof SimulatorRefusal) return reply.code(400).send({ detail: error.message, code: error.code });
    if (error.statusCode && error.statusCode < 500) {
      return reply.code(error.statusCode).send({ detail: 'Não entendi o pedido.', code: 'invalid' });
    }
    simulator.logger.error({ err: error }, 'simulator page failed');
    return reply.code(500).send({ detail: 'O simulador falhou. Veja o registro do servidor.', code: 'error' });
  });

  // A route for each file, so that no wildcard swallows the other routes under this prefix.
  await scope.register(fastifyStatic, { root: FILES, wildcard: false, decorateReply: false, cacheControl: false });
  await scope.register(async guarded => {
    guarded.addHook('onRequest', refuseOtherSites);
    pageApi(guarded, simulator);
    liveStream(guarded, simulator);
  });
}
