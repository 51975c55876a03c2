import { EvolutionConfig, type WebhookState } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import { lockRow } from './lock-row.ts';
import type { Work } from './work.ts';

/** Keeps what became of a webhook that somebody asked to register. @throws UserError `evolution_config_not_found` */
export async function noteWebhook(work: Work, id: number, webhook: WebhookState): Promise<void> {
  const config = await lockRow(work, EvolutionConfig, id, 'evolution_config_not_found', undefined);
  const before = { webhook: config.webhook ?? null };
  config.webhook = webhook;
  await audit(work, {
    action: 'evolution_config.webhook',
    entityType: 'evolution_config',
    entityId: id,
    before,
    after: { webhook },
  });
}
