import type { EvolutionConfig, WebhookState } from '../db/entities/index.ts';
import type { Channel } from '../whatsapp/channel.ts';

/** The header that carries an instance's secret. */
export const SECRET_HEADER = 'x-webhook-secret';

/** Where the gateway delivers its events, under our public address. */
export const webhookUrl = (publicUrl: string): string => `${publicUrl}/webhooks/evolution`;

/** The address that we registered for an instance earlier; null when there is none of ours. */
export const registeredBefore = ({ webhook }: Pick<EvolutionConfig, 'webhook'>): string | null =>
  webhook?.state === 'registered' ? webhook.url : null;

/**
 * Subscribes to an instance's events. An address of somebody else found there is left alone: the number may belong to
 * another system, and the gateway keeps one webhook only.
 *
 * @param options.registeredBefore the address that we registered earlier, ours even if PUBLIC_URL has changed since
 * @param options.replaceForeign a person has decided that the other system shall hear no more
 * @throws SendError when the gateway cannot be asked
 */
export async function registerWebhook(
  channel: Channel,
  options: { publicUrl: string; secret: string; registeredBefore: string | null; replaceForeign?: boolean },
): Promise<WebhookState> {
  const url = webhookUrl(options.publicUrl);
  const found = await channel.findWebhook();
  const isForeign = found?.enabled && found.url !== '' && found.url !== url && found.url !== options.registeredBefore;
  if (isForeign && !options.replaceForeign) return { state: 'foreign', url: found.url };
  await channel.setWebhook({ url, headers: { [SECRET_HEADER]: options.secret } });
  return { state: 'registered', url };
}
