import { EvolutionConfig } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { UserError } from '../errors.ts';
import type { Vault } from '../secrets.ts';
import type { Channel } from '../whatsapp/channel.ts';
import { createEvolutionClient } from '../whatsapp/evolution-client.ts';

/** The ways out: one client (and connection pool) for each instance, kept while its address and key stay the same. */
export interface Channels {
  /** @throws UserError `evolution_config_not_found` */
  for(configId: number): Promise<Channel>;
  close(): Promise<void>;
}

type Client = ReturnType<typeof createEvolutionClient>;

/** How long an instance's row is trusted: a changed key reaches every process within this. */
const FRESH_MS = 5_000;

export function createChannels(options: { em: Em; vault: Vault }): Channels {
  const kept = new Map<number, { client: Client; fingerprint: string; checkedAt: number }>();

  async function open(configId: number): Promise<Channel> {
    const config = await options.em.fork().findOne(EvolutionConfig, configId);
    if (!config) throw new UserError('evolution_config_not_found', { id: configId }, 404);
    const { baseUrl, instanceName, apiKeyEncrypted } = config;
    const fingerprint = JSON.stringify([baseUrl, instanceName, apiKeyEncrypted]);
    const earlier = kept.get(configId);
    if (earlier?.fingerprint === fingerprint) {
      earlier.checkedAt = performance.now();
      return earlier.client;
    }
    const client = createEvolutionClient({ baseUrl, instanceName, apiKey: options.vault.decrypt(apiKeyEncrypted) });
    kept.set(configId, { client, fingerprint, checkedAt: performance.now() });
    void earlier?.client.close(); // lets its running calls end
    return client;
  }

  return {
    async for(configId) {
      const known = kept.get(configId);
      return known && performance.now() - known.checkedAt < FRESH_MS ? known.client : open(configId);
    },
    async close() {
      await Promise.all([...kept.values()].map(({ client }) => client.close()));
      kept.clear();
    },
  };
}
