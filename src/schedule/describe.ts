import { dayOfIso, isoDate, weekdayIndex } from './civil.ts';
import { formatTime, parseTime } from './clock-time.ts';
import { describeDays } from './describe-days.ts';
import { brDate, listed, WEEKDAY_NAMES } from './describe-words.ts';
import { type Rule, type Timed, weekdayNumber } from './reading.ts';
import { parseRrule } from './rrule-value.ts';

/**
 * One natural Portuguese sentence for a rule, without a capital or a full stop: "todo dia às 09:00", "quarta-feira, 25/11/2026 às 09:00".
 *
 * `parseWhen` reads it back to the same sends. The zone is not named: who shows schedules of several zones adds it.
 */
export function describe({ rule, anchor, timezone }: Timed): string {
  if (rule.rrule === null) return describeOnce(rule);
  const value = parseRrule(rule.rrule);
  const grid = gridOf(rule);
  const { days, confines } = describeDays(value, rule, anchor, grid !== null);
  const parts = [
    grid === null ? `${days}${shiftWords(rule)}${timesWords(rule.times)}` : `${grid}${days}`,
    ...(rule.start ? [startWords(rule, anchor)] : []),
    ...(rule.until ? [untilWords(rule, rule.until, timezone)] : []),
    ...exceptWords(rule),
  ];
  return `${parts.join(' ')}${confines}${countWords(rule, value.byDay.length + value.byMonthDay.length)}${extraWords(rule.extra)}`;
}

/** A bare interval has no times of its own: its beginning has one. */
function startWords(rule: Rule, anchor: string): string {
  const bare = rule.times.length === 0 && !rule.window;
  return bare
    ? `a partir de ${brDate(anchor.slice(0, 10))}${timesWords([anchor.slice(11)])}`
    : `a partir de ${brDate(rule.start!)}`;
}

/** "até 18/12/2026"; where the end cuts through the sends of its day, with the time: ", no máximo às 08:59". */
function untilWords(rule: Rule, until: string, timezone: string): string {
  const end = rule.until_instant ? Temporal.Instant.from(rule.until_instant).toZonedDateTimeISO(timezone) : null;
  const latest = end ? formatTime(end.hour * 3600 + end.minute * 60 + end.second) : null;
  const sent = latest === null ? rule.times.length : rule.times.filter(time => time <= latest).length;
  const isWhole = rule.times.length > 0 ? sent === rule.times.length : latest === null || latest >= '23:59';
  if (isWhole) return `até ${brDate(until)}`;
  // Nothing is sent on the last day any more: the one before is the last.
  if (rule.times.length > 0 && sent === 0) return `até ${brDate(isoDate(dayOfIso(until) - 1))}`;
  return `até ${brDate(until)}, no máximo às ${latest}`;
}

function describeOnce(rule: Rule): string {
  const moments = [rule.at ?? '', ...rule.extra].sort();
  const days = [...new Set(moments.map(moment => moment.slice(0, 10)))];
  const times = [...new Set(moments.map(moment => moment.slice(11)))].sort();
  // Every day at every time is one sentence; anything else is told moment by moment.
  if (days.length * times.length !== moments.length) return listed(moments.map(onceWords));
  const weekday = days.length === 1 ? `${WEEKDAY_NAMES[weekdayIndex(dayOfIso(days[0]!))]!.long}, ` : 'em ';
  return `${weekday}${listed(days.map(brDate))}${timesWords(times)}`;
}

function onceWords(moment: string): string {
  return `em ${brDate(moment.slice(0, 10))}${timesWords([moment.slice(11)])}`;
}

/** " às 08:00 e às 20:00". */
function timesWords(times: string[]): string {
  return times.length ? ` ${listed(times.map(time => `${time.startsWith('01') ? 'à' : 'às'} ${time}`))}` : '';
}

function shiftWords(rule: Rule): string {
  if (rule.shift === null) return '';
  return rule.shift === 'next_working_day' ? ' ou próximo dia útil' : ' ou dia útil anterior';
}

const MIN_GRID = 4;

/** "a cada 2 horas das 08:00 às 18:00" for a window, and for many times at equal distances; null for others. */
function gridOf(rule: Rule): string | null {
  if (rule.window) {
    const { freq, interval } = parseRrule(rule.rrule!);
    return `${stepWords(interval * (freq === 'HOURLY' ? 60 : 1))} das ${rule.window.from} às ${rule.window.to}`;
  }
  const minutes = rule.times.map(time => parseTime(time) / 60);
  const step = minutes.length < MIN_GRID ? 0 : minutes[1]! - minutes[0]!;
  const even =
    step > 0 && Number.isInteger(step) && minutes.every((minute, index) => minute === minutes[0]! + index * step);
  const { freq, interval } = parseRrule(rule.rrule!);
  const plainDays = (freq === 'DAILY' || freq === 'WEEKLY') && interval === 1 && rule.shift === null;
  return even && plainDays ? `${stepWords(step)} das ${rule.times[0]} às ${rule.times.at(-1)}` : null;
}

function stepWords(minutes: number): string {
  if (minutes === 60) return 'a cada hora';
  if (minutes % 60 === 0) return `a cada ${minutes / 60} horas`;
  return minutes === 1 ? 'a cada minuto' : `a cada ${minutes} minutos`;
}

function exceptWords(rule: Rule): string[] {
  // Working days are counted without the holidays: "5º dia útil" says so itself.
  const implied = rule.rrule!.includes('BYSETPOS');
  const holidays = rule.exclude.includes('HOLIDAYS') && !implied ? holidayWords(rule.holidays) : [];
  const weekdays = rule.exclude
    .filter(item => weekdayNumber(item) >= 0)
    .map(item => WEEKDAY_NAMES[weekdayNumber(item)]!.short);
  const dates = rule.exclude
    .filter(item => /^\d/.test(item))
    .map(item => (item.includes('/') ? `de ${item.split('/').map(brDate).join(' a ')}` : brDate(item)));
  const all = [...weekdays, ...holidays, ...dates];
  return all.length ? [`exceto ${listed(all)}`] : [];
}

function holidayWords(place: string | null): string[] {
  const [code = 'BR', ...extras] = (place ?? 'BR').split('+');
  const state = code.split('-')[1];
  return [
    state ? `feriados de ${state}` : 'feriados',
    ...extras.map(extra => (extra === 'CARNAVAL' ? 'carnaval' : 'corpus christi')),
  ];
}

/** ", 5 vezes"; "ao todo" where it could be taken for so many each time. */
function countWords({ count, times }: Rule, days: number): string {
  if (count === null) return '';
  const total = [1, times.length, days].includes(count) ? ' ao todo' : '';
  return `${count === 1 ? ', 1 vez' : `, ${count} vezes`}${total}`;
}

function extraWords(extra: string[]): string {
  return extra.length ? `, e também ${listed(extra.map(onceWords))}` : '';
}
