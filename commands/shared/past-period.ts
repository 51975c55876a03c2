import { foldName } from '../../src/scheduling/names.ts';
import { refuseRest } from './words.ts';

/** A stretch of whole local days up to today; `to` is the first midnight after it. */
export interface PastPeriod {
  readonly label: string;
  readonly from: Temporal.ZonedDateTime;
  readonly to: Temporal.ZonedDateTime;
}

const MAX_DAYS = 366;
const FILLERS = ['de', 'da', 'do', 'desta', 'deste', 'esta', 'este', 'ultima', 'ultimo', 'ultimos'];

/**
 * Reads `hoje`, `ontem`, `semana` (seven days, today the last), `mês` (this one), `mês passado` or `30 dias`; nothing
 * said means the week.
 *
 * @throws UserError `unread_words`
 */
export function readPastPeriod(args: string, now: Temporal.ZonedDateTime): PastPeriod {
  const words = foldName(args)
    .split(' ')
    .filter(word => word !== '' && !FILLERS.includes(word))
    .join(' ');
  const today = now.startOfDay();
  const tomorrow = today.add({ days: 1 });
  const month = today.with({ day: 1 });
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
    default:
      refuseRest(args);
      return lastDays(7, tomorrow);
  }
}

function lastDays(days: number, tomorrow: Temporal.ZonedDateTime): PastPeriod {
  const label = days === 1 ? 'hoje' : `últimos ${days} dias`;
  return { label, from: tomorrow.subtract({ days }), to: tomorrow };
}
