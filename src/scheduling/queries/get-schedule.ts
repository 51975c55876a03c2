import { type RecipientType, Schedule, ScheduleRecipient, type Template } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { UserError } from '../../errors.ts';

/** A recipient as it was given. */
export interface NamedRecipient {
  type: RecipientType;
  /** Of the group or contact; null for a number. */
  id: number | null;
  /** The number itself for a number. */
  name: string;
}

export interface ReadSchedule {
  schedule: Schedule;
  recipients: NamedRecipient[];
  template: Template | null;
}

/** A schedule in full. @throws UserError `schedule_not_found` (404), for a deleted one too */
export async function getSchedule(em: Em, id: number): Promise<ReadSchedule> {
  const schedule = await em.findOne(Schedule, { id, deletedAt: null }, { populate: ['template', 'evolutionConfig'] });
  if (!schedule) throw new UserError('schedule_not_found', { id }, 404);
  const recipients = (await namedRecipients(em, [id])).get(id) ?? [];
  return { schedule, recipients, template: schedule.template ?? null };
}

/** The recipients of many schedules at once, by schedule. */
export async function namedRecipients(em: Em, ids: readonly number[]): Promise<Map<number, NamedRecipient[]>> {
  const rows = await em.find(
    ScheduleRecipient,
    { schedule: { $in: [...ids] } },
    { populate: ['group', 'contact'], orderBy: { id: 'asc' } },
  );
  const bySchedule = Map.groupBy(rows, ({ schedule }) => schedule.id);
  return new Map(Array.from(bySchedule, ([id, recipients]) => [id, recipients.map(named)]));
}

function named({ type, group, contact, phone }: ScheduleRecipient): NamedRecipient {
  return { type, id: group?.id ?? contact?.id ?? null, name: group?.name ?? contact?.name ?? phone ?? '' };
}
