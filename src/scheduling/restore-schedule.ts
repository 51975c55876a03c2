import type { FilterQuery } from '@mikro-orm/core';
import { Delivery, Occurrence, type Schedule, type ScheduleStatus } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { checkInput } from './check-input.ts';
import { columnsOf, type ScheduleInput } from './create-schedule.ts';
import { letGoOn } from './let-go-on.ts';
import { lockSchedule } from './lock-schedule.ts';
import { planNext, replanPostponed, unplan } from './plan-next.ts';
import { recipientsOf, saveRecipients } from './recipients.ts';
import { holdRun, releaseRun } from './run-under-way.ts';
import { type OccurrenceImage, type ScheduleImage, scheduleSnapshot } from './snapshots.ts';
import { markEdited } from './version.ts';
import type { Work } from './work.ts';

/**
 * Makes a schedule again what it was, from the image that the audit has of it, a deleted one too. Instants that passed
 * meanwhile stay unsent.
 *
 * @param since when the change was made that is taken back: messages that it stopped are queued again
 * @throws UserError as createSchedule (what it refers to may be gone), `schedule_not_found`, `version_conflict`,
 *   `undo_too_late` when the send that was skipped or postponed would be over
 */
export async function restoreSchedule(
  work: Work,
  id: number,
  image: ScheduleImage,
  { since, expectedVersion }: { since: Temporal.Instant; expectedVersion: number | undefined },
): Promise<Schedule> {
  const { em, now } = work;
  const schedule = await lockSchedule(work, id, expectedVersion, { evenDeleted: true });
  const before = scheduleSnapshot(schedule, await recipientsOf(em, schedule));
  const input = inputOf(image);
  const checked = await checkInput(work, input, { mayBeOver: true });
  const wasMoved = JSON.stringify(whenOf(before)) !== JSON.stringify(whenOf(image));
  markEdited(schedule, now);
  const resumeAt = image.resumeAt ? Temporal.Instant.from(image.resumeAt) : null;
  Object.assign(schedule, columnsOf(input, checked), {
    deletedAt: null,
    pauseReason: image.pauseReason ?? null,
    resumeAt,
  });
  if (resumeAt) work.ring(resumeAt);
  await saveRecipients(em, schedule, input.recipients);
  await putBackOccurrence(work, image.occurrence);
  await restorePlan(work, schedule, { status: image.status, wasMoved, since });
  await requeue(work, id, since);
  const after = scheduleSnapshot(schedule, input.recipients);
  await audit(work, { action: 'schedule.restore', entityType: 'schedule', entityId: id, before, after });
  return schedule;
}

function inputOf(image: ScheduleImage): ScheduleInput {
  const { title, rule, anchor, timezone, skipHolidays, variables, template, text, recipients } = image;
  const { mentionAll, evolutionConfig, catchUp, catchUpMinutes, sendWithinMinutes, onUnknown } = image;
  return {
    ...{ title, mentionAll, catchUp, catchUpMinutes, sendWithinMinutes, onUnknown },
    timed: { rule, anchor, timezone },
    skipHolidays: skipHolidays ?? null,
    content: template === null ? { text: text ?? '', variables } : { templateId: template, variables },
    recipients: [...recipients],
    evolutionConfigId: evolutionConfig,
    stored: { text: text ?? null, variables },
  };
}

/** All that says when. */
function whenOf({ rule, anchor, timezone, skipHolidays, status }: ScheduleImage) {
  return { rule, anchor, timezone, skipHolidays, status };
}

/** A send that was skipped or postponed is again what it was. */
async function putBackOccurrence(work: Work, image: OccurrenceImage | undefined): Promise<void> {
  if (!image) return;
  const dueAt = Temporal.Instant.from(image.dueAt);
  const occurrence = await work.em.findOne(Occurrence, { id: image.id, status: { $in: ['planned', 'skipped'] } });
  if (!occurrence || Temporal.Instant.compare(dueAt, work.now) <= 0) throw new UserError('undo_too_late', {}, 409);
  Object.assign(occurrence, { status: 'planned', reason: null, finishedAt: null, dueAt });
  await work.em.flush();
}

async function restorePlan(
  work: Work,
  schedule: Schedule,
  { status, wasMoved, since }: { status: ScheduleStatus; wasMoved: boolean; since: Temporal.Instant },
): Promise<void> {
  const wasActive = schedule.status === 'active';
  schedule.status = status;
  schedule.pausedAt = status === 'paused' ? (schedule.pausedAt ?? work.now) : null;
  if (status === 'paused') await holdRun(work, schedule.id);
  else await releaseRun(work, schedule.id);
  if (status !== 'active') return unplan(work, schedule, status === 'paused' ? 'schedule_paused' : 'schedule_edited');
  if (wasMoved && wasActive) await unplan(work, schedule, 'schedule_edited');
  await replanPostponed(work, schedule, { finishedAt: since });
  await planNext(work, schedule, work.now);
}

/** Messages of a run that the cancellation stopped. */
async function requeue(work: Work, id: number, since: Temporal.Instant): Promise<void> {
  const stopped = { schedule: id, status: 'cancelled' as const, reason: 'schedule_cancelled', updatedAt: since };
  const restorable = { ...stopped, giveUpAt: { $gt: work.now } };
  // The run may have been taken for over: its author is to hear how it really ends.
  await work.em.nativeUpdate(
    Occurrence,
    { schedule: id, status: 'done', id: { $in: await runsOf(work, restorable) } },
    { status: 'firing', finishedAt: null },
  );
  await letGoOn(work, restorable);
}

async function runsOf({ em }: Work, deliveries: FilterQuery<Delivery>): Promise<number[]> {
  const runs = await em.find(Delivery, deliveries, { fields: ['occurrence'] });
  return [...new Set(runs.flatMap(({ occurrence }) => occurrence?.id ?? []))];
}
