import type { Schedule } from '../db/entities/index.ts';
import type { Timed } from '../schedule/reading.ts';

/** The rule of a schedule in its place, with the holidays that it skips. */
export function timedOf(schedule: Pick<Schedule, 'rule' | 'anchor' | 'timezone' | 'skipHolidays'>): Timed {
  const { anchor, timezone, skipHolidays } = schedule;
  if (!skipHolidays) return { rule: schedule.rule, anchor, timezone };
  const exclude = schedule.rule.exclude.includes('HOLIDAYS')
    ? schedule.rule.exclude
    : [...schedule.rule.exclude, 'HOLIDAYS'];
  return { rule: { ...schedule.rule, exclude, holidays: skipHolidays }, anchor, timezone };
}
