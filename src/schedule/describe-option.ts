import { brDate, WEEKDAY_NAMES } from './describe-words.ts';

/**
 * A reading to choose from, as people say it: `2026-11-25[T09:00]` → `quarta, 25/11[ às 09:00]`, with the year where it is
 * not that of `today`; phrases stay as they are.
 */
export function describeOption(option: string, today: Temporal.PlainDate | null): string {
  const [, iso, time] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?/.exec(option) ?? [];
  if (iso === undefined) return option;
  const { year, dayOfWeek } = Temporal.PlainDate.from(iso);
  const day = year === today?.year ? brDate(iso).slice(0, 5) : brDate(iso);
  return `${WEEKDAY_NAMES[dayOfWeek - 1]!.short}, ${day}${time ? ` às ${time}` : ''}`;
}
