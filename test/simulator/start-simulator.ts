import fastify, { type FastifyInstance } from 'fastify';
import { systemClock } from '../../src/clock.ts';
import type { SimulatorOptions } from '../../src/simulator/options.ts';
import { registerSimulator } from '../../src/simulator/register.ts';

export const API_KEY = 'chave-do-simulador';
export const OWN = '5511900000000@s.whatsapp.net';
export const ADMIN = '5511900000001@s.whatsapp.net';
export const CARLA = '5511900000011@s.whatsapp.net';
export const VENDAS = '120363000000000011@g.us';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes
  readonly body: any;
}

export interface StartedSimulator {
  readonly app: FastifyInstance;
  readonly origin: string;
  /** A call to the Evolution routes with the right key. */
  gateway(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** A call to the page's JSON routes. */
  page(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  setWebhook(url: string, more?: object): Promise<Answer>;
  type(text: string, more?: object): Promise<Answer>;
  close(): Promise<void>;
}

/** The simulator alone on a free port of this machine, with quick receipts and retries. */
export async function startSimulator(options: Partial<SimulatorOptions> = {}): Promise<StartedSimulator> {
  const app = fastify();
  registerSimulator(app, {
    dataDir: null,
    clock: systemClock(),
    apiKey: API_KEY,
    logger: app.log,
    receiptDelayMs: 5,
    webhookRetry: { initialDelayMs: 20, maxDelayMs: 100, maxAttempts: 10 },
    ...options,
  });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });

  const call = async (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer> => {
    const response = await fetch(`${origin}/simulador${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  const started: StartedSimulator = {
    app,
    origin,
    gateway: (method, path, body, headers) => call(method, `/evolution${path}`, body, { apikey: API_KEY, ...headers }),
    page: (method, path, body, headers = {}) => call(method, `/api${path}`, body, headers),
    setWebhook: (url, more) =>
      started.gateway('POST', '/webhook/set/simulador', { webhook: { enabled: true, url, events: [], ...more } }),
    type: (text, more) =>
      started.page('POST', '/mensagens', { client_id: crypto.randomUUID(), chat: ADMIN, author: ADMIN, text, ...more }),
    close: () => app.close(),
  };
  return started;
}

export const sendTextTo = (simulator: StartedSimulator, number: string, text = 'Bom dia!', more: object = {}) =>
  simulator.gateway('POST', '/message/sendText/simulador', { number, text, ...more });
