import { Delivery, DeliveryNote } from '../db/entities/index.ts';
import { type NoteCode, note, noteAll } from '../scheduling/trail.ts';
import { askAboutUncertain } from '../scheduling/uncertain-question.ts';
import { speakerFor, whoDecides } from '../scheduling/voices.ts';
import type { Work } from '../scheduling/work.ts';

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
  const { code } = verdict.lookedFor;
  if (code === 'looked_for' && (await maySendAgain(work, delivery))) {
    note(work, delivery, code);
    note(work, delivery, 'resent', { by: null });
    // `startedAt` stays: should the first one turn up while this one waits, it is not sent again.
    Object.assign(delivery, { status: 'queued', reason: null, nextAttemptAt: work.now, updatedAt: work.now });
    work.nudge('send');
    return;
  }
  await noteLook(work, delivery, verdict.lookedFor);
  const readySince = work.now.subtract({ milliseconds: verdict.readyAfterMs });
  const [uncertain, rest] = await lookedForOfRun(work, delivery, readySince);
  const unsureMs = work.now.epochMilliseconds - delivery.updatedAt.epochMilliseconds;
  if (rest > 0 && unsureMs < verdict.readyAfterMs + ASK_WITHIN_MS) return;
  const admins = await whoDecides(work.em, delivery);
  for (const one of uncertain) one.askedAt = work.now;
  await noteAll(work, uncertain, 'asked', { of: admins.map(({ name }) => name) });
  const by = await speakerFor(work.em, delivery.evolutionConfig.id);
  for (const admin of admins) askAboutUncertain(work, { admin, by }, uncertain);
}

/** Notes what came of the look, once however often it is looked while the rest of the run is waited for. */
async function noteLook(work: Work, delivery: Delivery, lookedFor: Verdict['lookedFor']): Promise<void> {
  const { code, ...details } = lookedFor;
  const before = { delivery: delivery.id, code, at: { $gt: delivery.updatedAt } };
  if ((await work.em.count(DeliveryNote, before)) > 0) return;
  await noteAll(work, [delivery], code, code === 'search_failed' ? details : null);
}

/**
 * The messages of a run that have been looked for to the end, and how many others are not settled yet. Only about those
 * a person may be asked: of one that nobody has looked for since, the gateway may know that it left.
 */
async function lookedForOfRun(
  { em }: Work,
  delivery: Delivery,
  readySince: Temporal.Instant,
): Promise<[lookedFor: Delivery[], rest: number]> {
  const run = runOf(delivery);
  const open = await em.find(Delivery, { ...run, status: 'uncertain', askedAt: null }, { orderBy: { id: 'asc' } });
  const ready = open.filter(({ updatedAt }) => Temporal.Instant.compare(updatedAt, readySince) <= 0);
  const notes = await em.find(DeliveryNote, {
    delivery: { $in: ready.map(({ id }) => id) },
    code: { $in: ['looked_for', 'search_failed'] },
  });
  const lookedFor = ready.filter(({ id, updatedAt }) =>
    notes.some(({ delivery: noted, at }) => noted.id === id && Temporal.Instant.compare(at, updatedAt) > 0),
  );
  const onTheirWay = await em.count(Delivery, { ...run, status: { $in: [...ON_ITS_WAY] } });
  return [lookedFor, onTheirWay + open.length - lookedFor.length];
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
