import type { Schedule } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { type RecipientInput, recipientsOfAll } from '../../scheduling/recipients.ts';
import { isoIn } from '../fields.ts';
import type { ScheduleRow } from './schedule-schema.ts';
import { readTiming } from './schedule-timing.ts';

/** Schedules as they are answered, their instants in their own zones. */
export async function showSchedules(em: Em, schedules: readonly Schedule[]): Promise<ScheduleRow[]> {
  const recipients = await recipientsOfAll(
    em,
    schedules.map(schedule => schedule.id),
  );
  return schedules.map(schedule => show(schedule, recipients.get(schedule.id) ?? []));
}

function show(schedule: Schedule, recipients: readonly RecipientInput[]): ScheduleRow {
  const { timezone } = schedule;
  const timing = readTiming(schedule);
  return {
    id: schedule.id,
    title: schedule.title,
    status: schedule.status,
    ...timing,
    start_at: isoIn(timezone, startInstant(timing.start_at, timezone)),
    next_run_at: isoIn(timezone, schedule.nextRunAt),
    last_run_at: isoIn(timezone, schedule.lastRunAt),
    timezone,
    skip_holidays: schedule.skipHolidays ?? null,
    contacts: recipients.flatMap(one => (one.type === 'contact' ? one.id : [])),
    groups: recipients.flatMap(one => (one.type === 'group' ? one.id : [])),
    numbers: recipients.flatMap(one => (one.type === 'number' ? one.phone : [])),
    template: schedule.template?.id ?? null,
    variables: schedule.variables,
    text: schedule.text ?? null,
    media: null,
    mention_all: schedule.mentionAll,
    evolution_config: schedule.evolutionConfig.id,
    catch_up: schedule.catchUp,
    catch_up_minutes: schedule.catchUpMinutes,
    send_within_minutes: schedule.sendWithinMinutes,
    on_unknown: schedule.onUnknown,
    pause_reason: schedule.pauseReason ?? null,
    paused_at: isoIn(timezone, schedule.pausedAt),
    resume_at: isoIn(timezone, schedule.resumeAt),
    created_by: schedule.createdBy,
    source: schedule.source,
    created_at: isoIn(timezone, schedule.createdAt),
    updated_at: isoIn(timezone, schedule.updatedAt),
    version: schedule.version,
  };
}

/** RFC 5545 §3.3.5: a time that a zone leaves out moves forward. */
function startInstant(local: string, timezone: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(timezone, { disambiguation: 'compatible' }).toInstant();
}
