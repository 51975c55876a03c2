import type { FastifyInstance } from 'fastify';
import { evolutionRoutes } from './evolution/routes.ts';
import type { SimulatorOptions } from './options.ts';
import { pageRoutes } from './page/routes.ts';
import { createSimulator } from './simulator.ts';
import { catchUp } from './verbs/connection.ts';

/**
 * Adds a WhatsApp that exists only here: an Evolution-compatible gateway under `/simulador/evolution/` and a page to
 * write and watch under `/simulador/`.
 *
 * Both speak to the rest of the program over HTTP alone. What waited from an earlier run (webhooks, receipts) goes on as
 * soon as `app` listens; closing `app` closes the simulator.
 *
 * @throws when `dataDir` cannot be written
 */
export function registerSimulator(app: FastifyInstance, options: SimulatorOptions): void {
  const simulator = createSimulator(options);

  app.register(async scope => evolutionRoutes(scope, simulator), { prefix: '/simulador/evolution' });
  app.register(async scope => pageRoutes(scope, simulator), { prefix: '/simulador' });

  app.addHook('onListen', async () => catchUp(simulator));
  // Before the server waits for its connections to end: live streams and calls to ourselves would hold it open.
  app.addHook('preClose', async () => simulator.stop());
  app.addHook('onClose', async () => simulator.close());
}
