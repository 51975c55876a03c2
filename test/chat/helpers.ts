import { type Clock, virtualClock } from '../../src/clock.ts';
import { EvolutionConfig, InboxEvent } from '../../src/db/entities/index.ts';
import type { Em } from '../../src/db/orm.ts';
import type { WorkDeps } from '../../src/scheduling/work.ts';

export const NOW = '2026-11-24T13:00:00Z';
export const OWN_JID = '554130009000@s.whatsapp.net';

/** Dependencies of a unit of work whose hints go nowhere. */
export function workDeps(em: Em, clock: Clock = virtualClock(NOW)): WorkDeps {
  return {
    em,
    clock,
    timezone: 'America/Sao_Paulo',
    alarms: { at() {} },
    nudges: { fire() {}, send() {}, reply() {} },
  };
}

/** An instance, saved. */
export async function saveInstance(em: Em, more: Partial<EvolutionConfig> = {}): Promise<EvolutionConfig> {
  const at = Temporal.Instant.from(NOW);
  const config = em.create(EvolutionConfig, {
    name: 'Loja',
    baseUrl: 'http://127.0.0.1:1',
    instanceName: 'loja',
    apiKeyEncrypted: 'x',
    isDefault: true,
    ownJid: OWN_JID,
    createdAt: at,
    updatedAt: at,
    ...more,
  });
  await em.flush();
  return config;
}

/** Inbox rows of invented kinds, one for each `lane:name`, in order. */
export async function saveEvents(em: Em, config: EvolutionConfig, names: readonly string[]): Promise<void> {
  const at = Temporal.Instant.from(NOW);
  for (const name of names) {
    const chatKey = name.split(':')[0]!;
    em.create(InboxEvent, {
      ...{ evolutionConfig: em.getReference(EvolutionConfig, config.id), chatKey, kind: 'test' },
      payload: { name },
      nextAttemptAt: at,
      receivedAt: at,
    });
    await em.flush();
  }
}

/** Waits until something is true; fails after three seconds. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries++) {
    if (tries === 300) throw new Error('it did not become true');
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
