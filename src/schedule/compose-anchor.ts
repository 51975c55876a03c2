import { dayOfIso } from './civil.ts';
import { formatTime } from './clock-time.ts';
import type { Rule } from './reading.ts';
import { localText, type Said, unclear } from './said.ts';
import { seriesOf } from './series.ts';
import { epochMsOf, firstNominal } from './walk.ts';

/** The first nominal day and hour after now: phases of intervals hang on it. */
export function anchorOf(said: Said, rule: Rule): string {
  const holidaysCount = rule.rrule!.includes('BYSETPOS');
  const bare = {
    ...rule,
    exclude: rule.exclude.filter(item => item === 'HOLIDAYS' && holidaysCount),
    count: null,
    until: null,
    until_instant: null,
  };
  const now = said.now.epochMilliseconds;
  const first = (anchor: string, after: number, phase: 'new' | 'kept') => {
    const found = firstNominal(seriesOf({ rule: bare, anchor, timezone: said.timezone }), after, phase);
    return found ? localText(found.day, formatTime(found.second)) : unclear('never_happens');
  };
  const begin = rule.start ? dayOfIso(rule.start) : said.today;
  if (begin >= said.today) return first(localText(said.today, '00:00'), now, 'new');
  // A beginning in the past: every second Wednesday from then on, the next of which is still to come.
  const past = first(localText(begin, '00:00'), epochMsOf(begin, 0, said.timezone) - 1, 'new');
  return first(past, now, 'kept');
}
