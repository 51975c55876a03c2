import { Admin, AuditEntry, EvolutionConfig } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { isOff } from './instance-off.ts';

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

/** The number that asks: the one that sends, or another one while that is off. */
export async function speakerFor(em: Em, configId: number): Promise<EvolutionConfig> {
  const config = await em.findOneOrFail(EvolutionConfig, configId);
  return isOff(config) ? ((await voiceOf(em, { otherThan: configId })) ?? config) : config;
}

/** What is known of a message's origin. */
interface Made {
  schedule?: { createdByAdmin?: { id: number } | null | undefined } | null | undefined;
  createdAt: Temporal.Instant;
}

/** Whoever made the schedule, or wrote `/enviar`, while she may still send; otherwise the owners. */
export async function whoDecides(em: Em, { schedule, createdAt }: Made): Promise<Admin[]> {
  const author = schedule ? schedule.createdByAdmin?.id : await senderOf(em, createdAt);
  const one = author ? await em.findOne(Admin, { id: author, role: { $ne: 'viewer' } }) : null;
  return one ? [one] : owners(em);
}

async function senderOf(em: Em, at: Temporal.Instant): Promise<number | null> {
  const sent = { action: { $in: ['message.send', 'message.test'] }, at, actorType: 'admin' as const };
  const entry = await em.findOne(AuditEntry, sent);
  return entry?.actorId ?? null;
}
