import { EvolutionConfig, Group } from '../db/entities/index.ts';
import { registeredBefore, registerWebhook } from '../scheduling/register-webhook.ts';
import { saveGatewayGroups } from '../scheduling/sync-groups.ts';
import { runWork, SYSTEM } from '../scheduling/work.ts';
import type { Channel } from '../whatsapp/channel.ts';
import { applyConnection } from './connection.ts';
import type { DeliveryDeps } from './deps.ts';

const EVERY_MS = 30_000;
/** After a failure, at first: the gateway often starts together with us. */
const FIRST_RETRY_MS = 1_000;

export interface InstancesOptions {
  /** Where the gateway reaches us. */
  publicUrl: string;
  /** Whether the simulator is served; with a real gateway its row stays, and nobody answers there. */
  simulator: boolean;
  /** The secret that an instance's webhooks carry. */
  webhookSecret(instance: EvolutionConfig): string;
}

/**
 * Looks after the instances: registers our webhook with each gateway once per start, and learns its number and its
 * groups. Whether it is connected is asked again and again by watch-connections.ts.
 */
export function keepInstances(deps: DeliveryDeps, options: InstancesOptions) {
  /** Instances whose webhook and facts this process has seen to. */
  const known = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  let retryMs = FIRST_RETRY_MS;
  let stopped = false;

  async function look(): Promise<void> {
    const configs = await deps.work.em.fork().find(EvolutionConfig, options.simulator ? {} : { isSimulator: false });
    const seen = await Promise.all(configs.map(keep));
    retryMs = seen.every(Boolean) ? EVERY_MS : Math.min(retryMs * 2, EVERY_MS);
  }

  /** @returns whether the gateway answered */
  async function keep(config: EvolutionConfig): Promise<boolean> {
    try {
      if (known.has(config.id)) return true;
      const channel = await deps.channelFor(config.id);
      await meet(deps, options, channel, config);
      known.add(config.id);
      return true;
    } catch (error) {
      deps.logger.warn({ err: error, instance: config.instanceName }, 'the gateway could not be asked; trying again');
      return false;
    }
  }

  async function round(): Promise<void> {
    await look().catch(error => {
      deps.logger.warn({ err: error }, 'the instances could not be read; trying again');
      retryMs = Math.min(retryMs * 2, EVERY_MS);
    });
    if (!stopped) timer = setTimeout(round, retryMs);
  }

  return {
    start: () => void round(),
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function meet(
  deps: DeliveryDeps,
  options: InstancesOptions,
  channel: Channel,
  config: EvolutionConfig,
): Promise<void> {
  const webhook = await registerWebhook(channel, {
    publicUrl: options.publicUrl,
    secret: options.webhookSecret(config),
    registeredBefore: registeredBefore(config),
  });
  if (webhook.state === 'foreign') {
    deps.logger.warn(
      { url: webhook.url, instance: config.instanceName },
      'the gateway has somebody else’s webhook; it is left alone',
    );
  }
  await runWork(deps.work, SYSTEM, async ({ em }) => {
    await em.nativeUpdate(EvolutionConfig, config.id, { webhook });
  });
  const { ownJid } = await channel.instanceInfo();
  const state = await channel.connectionState(); // the list of instances lags behind (evolution-api.md §2.1)
  await runWork(deps.work, SYSTEM, work => applyConnection(work, deps, config.id, { state, ownJid }));
  const hasGroups = (await deps.work.em.fork().count(Group, { evolutionConfig: config.id })) > 0;
  if (hasGroups) return;
  const groups = await channel.fetchGroups();
  await runWork(deps.work, SYSTEM, work => saveGatewayGroups(work, config.id, groups));
}
