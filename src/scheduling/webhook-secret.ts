import type { EvolutionConfig } from '../db/entities/index.ts';
import type { Work } from './work.ts';

/** How long events that the gateway sends with the earlier secret are still taken: a 401 would lose them for good. */
const OLD_SECRET_HOURS = 1;

/**
 * Notes an instance's webhook secret (its SHA-256). The one before stays good for an hour: the gateway goes on using
 * it in retries, and until our registration has reached it.
 */
export function useWebhookSecret(work: Work, config: EvolutionConfig, secretHash: string): void {
  if (config.webhookSecretHash === secretHash) return;
  if (config.webhookSecretHash) {
    config.previousSecretHash = config.webhookSecretHash;
    config.previousSecretUntil = work.now.add({ hours: OLD_SECRET_HOURS });
  }
  config.webhookSecretHash = secretHash;
}
