import { Schedule } from '../db/entities/index.ts';
import type { Timed } from '../schedule/reading.ts';
import { audit } from './audit.ts';
import { type CheckedInput, checkInput, startOf } from './check-input.ts';
import type { MessageInput } from './check-message.ts';
import { planNext } from './plan-next.ts';
import { distinctRecipients, saveRecipients } from './recipients.ts';
import { scheduleSnapshot } from './snapshots.ts';
import type { Work } from './work.ts';

export type { Content } from './check-message.ts';
export type { RecipientInput } from './recipients.ts';

/** Everything that a person can say about a schedule. */
export interface ScheduleInput extends MessageInput {
  title?: string;
  timed: Timed;
  /** null, "BR", "BR-SP" … */
  skipHolidays?: string | null;
  catchUp?: 'send_late' | 'skip';
  catchUpMinutes?: number;
  sendWithinMinutes?: number;
  onUnknown?: 'hold' | 'resend';
}

/**
 * Makes a schedule and plans its first occurrence.
 *
 * @throws UserError `past_time`, `no_occurrences`, `missing_recipient`, `template_not_found`, `missing_variables`,
 *   `unknown_variables`, `text_too_long`, `contact_not_found`, `group_not_found`, `evolution_config_not_found`
 */
export async function createSchedule(work: Work, input: ScheduleInput): Promise<Schedule> {
  const checked = await checkInput(work, input);
  const { em, now, actor } = work;
  const schedule = em.create(Schedule, {
    ...columnsOf(input, checked),
    createdBy: actor.name,
    createdByAdmin: actor.type === 'admin' ? actor.id : null,
    source: actor.source,
    createdAt: now,
    updatedAt: now,
  });
  await em.flush();
  const recipients = distinctRecipients(input.recipients);
  await saveRecipients(em, schedule, recipients);
  await planNext(work, schedule, startOf(input, now));
  await audit(work, {
    action: 'schedule.create',
    entityType: 'schedule',
    entityId: schedule.id,
    before: null,
    after: scheduleSnapshot(schedule, recipients),
  });
  await em.flush();
  return schedule;
}

/** The columns of a schedule that come from what a person said. */
export function columnsOf(input: ScheduleInput, checked: CheckedInput) {
  const { timed } = input;
  return {
    title: input.title ?? '',
    rule: timed.rule,
    anchor: timed.anchor,
    timezone: timed.timezone,
    skipHolidays: input.skipHolidays ?? null,
    template: checked.template,
    variables: input.content.variables ?? {},
    text: 'text' in input.content ? input.content.text : null,
    mentionAll: input.mentionAll ?? false,
    evolutionConfig: checked.instance,
    catchUp: input.catchUp ?? ('send_late' as const),
    catchUpMinutes: input.catchUpMinutes ?? 60,
    sendWithinMinutes: input.sendWithinMinutes ?? 1440,
    onUnknown: input.onUnknown ?? ('hold' as const),
  };
}
