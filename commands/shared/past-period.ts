import { UserError } from '../../src/errors.ts';
import { parsePastDays } from '../../src/schedule/parse-past-days.ts';
import { foldName } from '../../src/scheduling/names.ts';

/** A stretch of time, of whole local days unless an hour was said; `to` is the first moment after it. */
export interface PastPeriod {
  readonly label: string;
  readonly from: Temporal.ZonedDateTime;
  readonly to: Temporal.ZonedDateTime;
}

const MAX_DAYS = 366;
const FILLERS = ['de', 'da', 'do', 'desta', 'deste', 'esta', 'este', 'ultima', 'ultimo', 'ultimos'];

/**
 * Reads `hoje`, `ontem`, `semana` (seven days, today the last), `esta semana` and `semana passada` (Monday to Sunday),
 * `mês` (this one), `mês passado`, `30 dias`, or days as they are said: `10/11 a 15/11`, `sexta passada`, `ontem às 9h`.
 * Nothing said means the week.
 *
 * @throws UserError `unread_words`, `empty_period` when it ends before it begins
 */
export function readPastPeriod(args: string, now: Temporal.ZonedDateTime): PastPeriod {
  const words = foldName(args)
    .split(' ')
    .filter(word => word !== '' && !FILLERS.includes(word))
    .join(' ');
  const today = now.startOfDay();
  const tomorrow = today.add({ days: 1 });
  const month = today.with({ day: 1 });
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  if (/^(?:n?est[ae]) semana$/.test(foldName(args))) return { label: 'esta semana', from: monday, to: tomorrow };
  const days = Number(/^(\d{1,3}) dias?$/.exec(words)?.[1] ?? 0);
  if (days > 0 && days <= MAX_DAYS) return lastDays(days, tomorrow);
  switch (words) {
    case 'hoje':
      return { label: 'hoje', from: today, to: tomorrow };
    case 'ontem':
      return { label: 'ontem', from: today.subtract({ days: 1 }), to: today };
    case '':
    case 'semana':
      return lastDays(7, tomorrow);
    case 'mes':
      return { label: 'este mês', from: month, to: tomorrow };
    case 'mes passado':
      return { label: 'mês passado', from: month.subtract({ months: 1 }), to: month };
    case 'semana passada':
      return { label: 'semana passada', from: monday.subtract({ days: 7 }), to: monday };
    default:
      return daysSaid(args, now);
  }
}

function daysSaid(args: string, now: Temporal.ZonedDateTime): PastPeriod {
  const days = parsePastDays(args, now.toPlainDate());
  if (!days) throw new UserError('unread_words', { words: args });
  const { first, last, time } = days;
  const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime(now.timeZoneId);
  if (time) {
    const from = first.toZonedDateTime({ timeZone: now.timeZoneId, plainTime: time });
    return { label: 'nessa hora', from, to: from.add({ minutes: 1 }) };
  }
  if (Temporal.PlainDate.compare(last, first) < 0) throw new UserError('empty_period');
  const label = first.equals(last) ? 'no dia' : 'no período';
  return { label, from: midnight(first), to: midnight(last.add({ days: 1 })) };
}

function lastDays(days: number, tomorrow: Temporal.ZonedDateTime): PastPeriod {
  const label = days === 1 ? 'hoje' : `últimos ${days} dias`;
  return { label, from: tomorrow.subtract({ days }), to: tomorrow };
}
