import { Admin, EvolutionConfig, OutboxMessage } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import type { Work } from '../scheduling/work.ts';
import { numberForGateway } from '../whatsapp/phone.ts';
import { isOff } from './instance-state.ts';

/** Who hears of what concerns the whole shop. */
export function owners(em: Em): Promise<Admin[]> {
  return em.find(Admin, { role: 'owner' }, { orderBy: { id: 'asc' } });
}

/**
 * An instance that can speak in the place of one that cannot: open, and not the simulator, which nobody reads once there
 * is a real number.
 *
 * @returns the default one where it can, null when there is none
 */
export async function voiceOf(em: Em, { otherThan }: { otherThan: number }): Promise<EvolutionConfig | null> {
  const [voice] = await em.find(
    EvolutionConfig,
    { id: { $ne: otherThan }, isSimulator: false, state: { $in: ['open', 'restricted'] } },
    { orderBy: { isDefault: 'desc', id: 'asc' }, limit: 1 },
  );
  return voice ?? null;
}

/** Queues a notice for each of these people: from this instance or, while it is off, from another one that is not. */
export async function queueNotice(
  work: Work,
  from: EvolutionConfig,
  admins: readonly Admin[],
  text: string,
): Promise<void> {
  const { em, now } = work;
  const evolutionConfig = isOff(from) ? ((await voiceOf(em, { otherThan: from.id })) ?? from) : from;
  for (const { phone } of admins) {
    const chatJid = numberForGateway(phone);
    em.create(OutboxMessage, { evolutionConfig, kind: 'notice', chatJid, text, nextAttemptAt: now, createdAt: now });
  }
  work.nudge('reply');
}
