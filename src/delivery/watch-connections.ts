import { Delivery, EvolutionConfig } from '../db/entities/index.ts';
import { SendError } from '../errors.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import { applyConnection, lockInstance } from './connection.ts';
import type { DeliveryDeps } from './deps.ts';
import { classOf } from './failure-class.ts';
import { isOff } from './instance-state.ts';
import { tellOutage } from './outage-notices.ts';
import { reviewRestriction } from './restricted.ts';

/** How often an instance that is open is asked: its events may be lost (evolution-api.md §8, 11). */
const OPEN_EVERY_MS = 30_000;
/** How often the others are asked, and how often to look which ones they are. */
const LOOK_EVERY_MS = 5_000;
/** A gateway that is slow once is not away. */
const SILENCES_OF_ONE_AWAY = 2;

export interface ConnectionWatch {
  start(): void;
  /** Asks about every instance whose turn it is, tells of outages, and lets restricted ones try. */
  look(): Promise<void>;
  stop(): void;
}

/**
 * Asks each gateway now and then whether its number is connected. Nothing is sent while one is off, so this is what
 * finds out that it is back when the event of it was lost; runs wherever messages are sent.
 *
 * @param options.simulator whether the simulator is served; with a real gateway its row stays, and nobody answers there
 */
export function watchConnections(deps: DeliveryDeps, options: { simulator: boolean }): ConnectionWatch {
  const { em: shared, clock } = deps.work;
  const askedAt = new Map<number, number>();
  const silences = new Map<number, number>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function look(): Promise<void> {
    const configs = await shared.fork().find(EvolutionConfig, options.simulator ? {} : { isSimulator: false });
    await Promise.all(configs.map(config => see(config)));
  }

  async function see(config: EvolutionConfig): Promise<void> {
    const { id } = config;
    if (config.restrictedAt) await runWork(deps.work, SYSTEM, work => review(work, id));
    const everyMs = isOff(config) ? 0 : OPEN_EVERY_MS;
    const nowMs = clock.now().epochMilliseconds;
    if (nowMs - (askedAt.get(id) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    askedAt.set(id, nowMs);
    const state = await ask(config);
    if (state === null) askedAt.delete(id);
    const known = config.state === 'restricted' ? 'open' : config.state;
    const isNews = state !== null && (state !== known || config.stateAt == null);
    if (state && (isNews || (state === 'open' && (await isForgotten(id))))) {
      await runWork(deps.work, SYSTEM, work => applyConnection(work, deps, id, { state, ownJid: null }));
    }
    if (state !== 'open' && isOff(config)) await runWork(deps.work, SYSTEM, work => tell(work, id));
  }

  /** @returns null when there is no telling */
  async function ask(config: EvolutionConfig) {
    try {
      const state = await (await deps.channelFor(config.id)).connectionState();
      silences.delete(config.id);
      return state;
    } catch (error) {
      deps.logger.warn({ err: error, instance: config.instanceName }, 'the gateway could not be asked; trying again');
      if (error instanceof SendError && classOf(error) === 'instance_off') return 'unknown';
      const times = (silences.get(config.id) ?? 0) + 1;
      silences.set(config.id, times);
      return times >= SILENCES_OF_ONE_AWAY ? 'unknown' : null;
    }
  }

  /** Nothing waits for a connection that is there, unless a version before this one left it so. */
  async function isForgotten(id: number): Promise<boolean> {
    return (await shared.fork().count(Delivery, { evolutionConfig: id, status: 'waiting_connection' })) > 0;
  }

  async function review(work: Work, id: number): Promise<void> {
    const config = await lockInstance(work, id);
    if (config) await reviewRestriction(work, deps, config);
  }

  async function tell(work: Work, id: number): Promise<void> {
    const config = await lockInstance(work, id);
    const isMeant = config?.pausedAt && !config.resumeAt; // a person has put it aside
    if (config && isOff(config) && !isMeant) await tellOutage(work, deps, config);
  }

  async function round(): Promise<void> {
    await look().catch(error => deps.logger.warn({ err: error }, 'the instances could not be looked at; trying again'));
    if (!stopped) timer = setTimeout(round, LOOK_EVERY_MS);
  }

  return {
    start: () => void round(),
    look,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
