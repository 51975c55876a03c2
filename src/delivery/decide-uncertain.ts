import { Admin, AuditEntry, Delivery, DeliveryNote, EvolutionConfig } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { askAboutUncertain } from '../scheduling/uncertain-question.ts';
import type { Work } from '../scheduling/work.ts';
import { isOff } from './instance-state.ts';
import { type NoteCode, note, noteAll } from './trail.ts';
import { owners, voiceOf } from './voices.ts';

/** How long a question waits for the rest of its run: one about all of a run is better than one about each message. */
const ASK_WITHIN_MS = 10 * 60_000;
const ON_ITS_WAY = ['queued', 'waiting_connection', 'held', 'sending'] as const;

export interface Verdict {
  /** How long a message must have been uncertain to be decided. */
  readyAfterMs: number;
  /** What came of the last look: only what was looked for may be sent again. */
  lookedFor: { code: Extract<NoteCode, 'looked_for'> } | { code: Extract<NoteCode, 'search_failed'>; reason: string };
}

/**
 * Decides about a message that nobody has seen leave: it is queued once more where its schedule says so (`on_unknown`),
 * and otherwise whoever made it is asked, once for all messages of its run. Call it under the instance's row lock.
 */
export async function decideUncertain(work: Work, delivery: Delivery, verdict: Verdict): Promise<void> {
  const { code, ...details } = verdict.lookedFor;
  if (code === 'looked_for' && (await maySendAgain(work, delivery))) {
    note(work, delivery, code);
    note(work, delivery, 'resent', { by: null });
    // `startedAt` stays: should the first one turn up while this one waits, it is not sent again.
    Object.assign(delivery, { status: 'queued', reason: null, nextAttemptAt: work.now, updatedAt: work.now });
    work.nudge('send');
    return;
  }
  const run = runOf(delivery);
  const readySince = work.now.subtract({ milliseconds: verdict.readyAfterMs });
  if (await waitsForTheRest(work, delivery, run, { readySince, readyAfterMs: verdict.readyAfterMs })) return;
  const uncertain = await work.em.find(
    Delivery,
    { ...run, status: 'uncertain', askedAt: null, updatedAt: { $lte: readySince } },
    { orderBy: { id: 'asc' } },
  );
  const admins = await whoDecides(work.em, delivery);
  for (const one of uncertain) one.askedAt = work.now;
  await noteAll(work, uncertain, code, code === 'search_failed' ? details : null);
  await noteAll(work, uncertain, 'asked', { of: admins.map(({ name }) => name) });
  const by = await speakerFor(work.em, delivery.evolutionConfig.id);
  for (const admin of admins) askAboutUncertain(work, { admin, by }, uncertain);
}

/** Once by itself: what is in doubt a second time is for a person to judge. */
async function maySendAgain({ em, now }: Work, delivery: Delivery): Promise<boolean> {
  const { schedule, giveUpAt } = delivery;
  if (schedule?.onUnknown !== 'resend' || schedule.status === 'cancelled') return false;
  if (Temporal.Instant.compare(giveUpAt, now) <= 0) return false;
  return (await em.count(DeliveryNote, { delivery: delivery.id, code: 'resent' })) === 0;
}

/** The messages that one question is about: those of an occurrence, or of one `/enviar`, whose rows are of one instant. */
function runOf({ occurrence, evolutionConfig, createdAt }: Delivery) {
  if (occurrence) return { occurrence: occurrence.id };
  return { occurrence: null, schedule: null, evolutionConfig: evolutionConfig.id, createdAt };
}

async function waitsForTheRest(
  { em, now }: Work,
  delivery: Delivery,
  run: ReturnType<typeof runOf>,
  { readySince, readyAfterMs }: { readySince: Temporal.Instant; readyAfterMs: number },
): Promise<boolean> {
  const unsureMs = now.epochMilliseconds - delivery.updatedAt.epochMilliseconds;
  if (unsureMs >= readyAfterMs + ASK_WITHIN_MS) return false;
  const undecided = { status: 'uncertain', askedAt: null, updatedAt: { $gt: readySince } } as const;
  return (await em.count(Delivery, { ...run, $or: [{ status: { $in: [...ON_ITS_WAY] } }, undecided] })) > 0;
}

/** The number that asks: the one that sent, or another one while that is off. */
async function speakerFor(em: Em, configId: number): Promise<EvolutionConfig> {
  const config = await em.findOneOrFail(EvolutionConfig, configId);
  return isOff(config) ? ((await voiceOf(em, { otherThan: configId })) ?? config) : config;
}

/** Whoever made the schedule, or wrote `/enviar`, while she may still send; otherwise the owners. */
async function whoDecides(em: Em, { schedule, createdAt }: Delivery): Promise<Admin[]> {
  const author = schedule ? schedule.createdByAdmin?.id : await senderOf(em, createdAt);
  const one = author ? await em.findOne(Admin, { id: author, role: { $ne: 'viewer' } }) : null;
  return one ? [one] : owners(em);
}

async function senderOf(em: Em, at: Temporal.Instant): Promise<number | null> {
  const sent = { action: { $in: ['message.send', 'message.test'] }, at, actorType: 'admin' as const };
  const entry = await em.findOne(AuditEntry, sent);
  return entry?.actorId ?? null;
}
