import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import type { TimeMachine } from './time-machine.ts';

/** How often and how patiently the gateway repeats a webhook that was not accepted (evolution-api 2.3: `WEBHOOK_RETRY_*`). */
export interface WebhookRetry {
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
  /** Tries in all, the first included. Messages that people wrote are repeated beyond it: see `webhook-queue.ts`. */
  readonly maxAttempts: number;
}

export interface SimulatorOptions {
  /** Where `simulator.sqlite` lives; null keeps everything in memory. */
  readonly dataDir: string | null;
  readonly clock: Clock;
  /** What callers must send in the header `apikey`. */
  readonly apiKey: string;
  readonly logger: FastifyBaseLogger;
  /** Digits with country code: the number that the bot answers on. */
  readonly ownNumber?: string;
  /** Digits with country code: the phone that the page writes from as the shop's owner. */
  readonly adminNumber?: string;
  /** The pace of receipts: accepted after one of it, delivered after two, read after five. */
  readonly receiptDelayMs?: number;
  readonly instanceName?: string;
  /** The address of the Evolution routes, as webhooks report it in `server_url`. */
  readonly baseUrl?: string;
  readonly webhookRetry?: WebhookRetry;
  /** IANA zone in which the page shows times. */
  readonly timezone?: string;
  /** Without one the page offers no journeys in time. */
  readonly timeMachine?: TimeMachine;
}

/** Evolution's own defaults: gaps of about 5, 10, 20 … 300 s, ten tries. */
export const EVOLUTION_RETRY: WebhookRetry = { initialDelayMs: 5_000, maxDelayMs: 300_000, maxAttempts: 10 };

export const DEFAULT_OWN_NUMBER = '5511900000000';
export const DEFAULT_ADMIN_NUMBER = '5511900000001';
export const DEFAULT_RECEIPT_DELAY_MS = 600;
export const DEFAULT_TIMEZONE = 'America/Sao_Paulo';
export const DEFAULT_INSTANCE_NAME = 'simulador';
