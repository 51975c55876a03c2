import { Delivery, EvolutionConfig } from '../db/entities/index.ts';
import type { Work } from '../scheduling/work.ts';
import type { ConnectionEvent } from '../whatsapp/gateway-events.ts';

/** Notes an instance's connection. When it is open again, what waited for it is sent, paced as ever. */
export async function applyConnection(
  work: Work,
  configId: number,
  event: Pick<ConnectionEvent, 'state' | 'ownJid'>,
): Promise<void> {
  const { em, now } = work;
  const config = await em.findOne(EvolutionConfig, configId);
  if (!config) return;
  Object.assign(config, { state: event.state === 'refused' ? 'close' : event.state, stateAt: now });
  if (event.ownJid) config.ownJid = event.ownJid;
  if (event.state !== 'open') return;
  await em.nativeUpdate(
    Delivery,
    { evolutionConfig: configId, status: 'waiting_connection' },
    { status: 'queued', nextAttemptAt: now, updatedAt: now },
  );
  work.nudge('send');
}
