import { Silence } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { lockInstances, releaseHeld } from './held-by-silence.ts';
import { currentSilence } from './queries/list-silences.ts';
import type { Work } from './work.ts';

/** What the column holds. */
const MAX_REASON_LENGTH = 500;

export interface SilenceInput {
  /** Null: until somebody ends it. */
  until: Temporal.Instant | null;
  reason: string | null;
}

/**
 * From the commit on nothing is sent: what becomes due is held. Answers, questions and notices of the bot go on. One
 * that is running ends with it, so that an hour can be corrected by saying it again.
 *
 * @throws UserError `past_time`, `text_too_long` (the reason)
 */
export async function startSilence(work: Work, { until, reason }: SilenceInput): Promise<Silence> {
  const { em, now, actor } = work;
  if (until && Temporal.Instant.compare(until, now) <= 0) throw new UserError('past_time', { field: 'until' });
  if (reason && reason.length > MAX_REASON_LENGTH) {
    throw new UserError('text_too_long', { limit: MAX_REASON_LENGTH, length: reason.length, field: 'reason' });
  }
  await lockInstances(work);
  const running = await currentSilence(em, now);
  const silence = em.create(Silence, { startedAt: now, until, reason, createdBy: actor.name, createdAt: now });
  if (running) {
    running.endedAt = now;
    await releaseHeld(work); // what it held waits for the end of this one instead
  }
  await em.flush();
  await audit(work, {
    action: 'silence.start',
    entityType: 'silence',
    entityId: silence.id,
    before: running && silenceImage(running),
    after: silenceImage(silence),
  });
  return silence;
}

/** A silence as the audit keeps it. */
export function silenceImage({ until, reason }: Silence): { until: string | null; reason: string | null } {
  return { until: until?.toString() ?? null, reason: reason ?? null };
}
