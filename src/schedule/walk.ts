import { type EpochDay, epochDay } from './civil.ts';
import type { SecondOfDay } from './clock-time.ts';
import { daysOfPeriod, periodOf } from './day-rule.ts';
import type { RruleValue } from './rrule-value.ts';
import type { Series } from './series.ts';
import { offsetMs } from './zone-offsets.ts';

/** How long a rule may stay silent before it counts as never happening again; its intervals of years are added. 29 February needs 8 years. */
const SILENT_DAYS = 50 * 366;
/** A day that moves to a working day moves less than this (Christmas and New Year on long weekends). */
const SHIFT_DAYS = 15;
/** Temporal and JavaScript dates go further, four-digit ISO years do not. */
const LAST_DAY = epochDay(9999, 12, 31);

const DAY_MS = 86_400_000;

/** Local date and second of an instant. */
export function localOf(epochMs: number, timezone: string): { day: EpochDay; second: SecondOfDay } {
  const local = epochMs + offsetMs(epochMs, timezone);
  const day = Math.floor(local / DAY_MS);
  return { day, second: Math.floor((local - day * DAY_MS) / 1000) };
}

/** The instant of a local time: a gap moves it forward by the gap's length (RFC 5545 §3.3.5), an overlap takes the first. */
export function epochMsOf(day: EpochDay, second: SecondOfDay, timezone: string): number {
  const local = day * DAY_MS + second * 1000;
  const before = offsetMs(local - DAY_MS, timezone);
  // No change of the clocks within a day: the offset is certain. Else Temporal decides.
  if (before === offsetMs(local + DAY_MS, timezone)) return local - before;
  const plain = Temporal.Instant.fromEpochMilliseconds(local).toZonedDateTimeISO('UTC').toPlainDateTime();
  return plain.toZonedDateTime(timezone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** Every send of a series after `fromMs` (exclusive), in order, each once; counts and ends are kept. Milliseconds since 1970. */
export function* walk(series: Series, fromMs: number): Generator<number, void> {
  // What a count leaves can only be known from the beginning.
  const counted = series.count !== Number.POSITIVE_INFINITY;
  let left = series.count;
  for (const instant of merged(series, counted ? Number.NEGATIVE_INFINITY : fromMs)) {
    if (left-- <= 0) return;
    if (instant > fromMs) yield instant;
  }
}

function* merged(series: Series, fromMs: number): Generator<number, void> {
  const extra = series.extra.map(
    local => Temporal.PlainDateTime.from(local).toZonedDateTime(series.timezone).epochMilliseconds,
  );
  const queue = [...new Set(extra)].filter(instant => instant > fromMs).sort((a, b) => a - b);
  if (series.rrule) {
    for (const instant of series.stepMs ? steps(series, fromMs) : byDays(series, fromMs)) {
      if (instant > series.lastMs) break;
      while (queue.length && queue[0]! < instant) yield queue.shift()!;
      if (queue[0] === instant) queue.shift();
      yield instant;
    }
  }
  yield* queue;
}

/** A bare interval: elapsed time from the anchor, whatever the clocks do. Days that are left out are jumped over. */
function* steps(series: Series, fromMs: number): Generator<number, void> {
  const anchorMs = epochMsOf(series.anchorDay, series.anchorSecond, series.timezone);
  let index = Math.max(0, Math.floor((fromMs - anchorMs) / series.stepMs) + 1);
  let silentUntil = Number.NaN;
  for (;;) {
    const instant = anchorMs + index * series.stepMs;
    const { day } = localOf(instant, series.timezone);
    if (Number.isNaN(silentUntil)) silentUntil = day + SILENT_DAYS;
    if (day > series.lastDay || day > silentUntil || day >= LAST_DAY) return;
    if (day < series.firstDay || !fits(series, day)) {
      const next = epochMsOf(Math.max(day + 1, series.firstDay), 0, series.timezone);
      index = Math.max(index + 1, Math.ceil((next - anchorMs) / series.stepMs));
      continue;
    }
    yield instant;
    silentUntil = Number.NaN;
    index++;
  }
}

function fits(series: Series, day: EpochDay): boolean {
  const { anchor } = series.days;
  // Reuses the daily filters (weekday, month) of the rule: its period at that very day.
  const daily = { ...series.rrule!, freq: 'DAILY' as const, interval: 1 };
  return daysOfPeriod(daily, series.days, day - anchor).length > 0 && !series.isExcluded(day);
}

function* byDays(series: Series, fromMs: number): Generator<number, void> {
  let last = fromMs;
  const fromDay = fromMs === Number.NEGATIVE_INFINITY ? series.firstDay : localOf(fromMs, series.timezone).day - 1;
  for (const day of sendDays(series, fromDay)) {
    const instants = series.times
      .filter(second => day.nominal > series.anchorDay || second >= series.anchorSecond)
      .map(second => epochMsOf(day.actual, second, series.timezone));
    // A gap can put 00:30 after 01:15, hence the sorting.
    for (const instant of instants.length > 1 ? instants.sort((a, b) => a - b) : instants) {
      if (instant <= last) continue;
      last = instant;
      yield instant;
    }
  }
}

function* sendDays(series: Series, fromDay: EpochDay): Generator<{ nominal: EpochDay; actual: EpochDay }, void> {
  const { rrule, days } = series;
  if (!rrule) return;
  const begin = Math.max(series.firstDay, fromDay - (series.shifts ? SHIFT_DAYS : 0));
  const silent = SILENT_DAYS + (rrule.freq === 'YEARLY' ? rrule.interval * 4 * 366 : rrule.interval * 31);
  let lastSend = begin;
  for (let period = Math.max(0, periodOf(rrule, days, begin)); ; period++) {
    const nominal = daysOfPeriod(rrule, days, period);
    const first = nominal[0] ?? roughStart(series, period);
    if (first > series.lastDay + SHIFT_DAYS || first > lastSend + silent || first >= LAST_DAY) return;
    for (const day of nominal) {
      if (day < begin || day > LAST_DAY) continue;
      const actual = series.shift(day);
      if (actual > series.lastDay || series.isExcluded(actual)) continue;
      lastSend = actual;
      yield { nominal: day, actual };
    }
  }
}

const PERIOD_DAYS = { MINUTELY: 1, HOURLY: 1, DAILY: 1, WEEKLY: 7, MONTHLY: 30, YEARLY: 365 } as const;

/** Where a period without days lies, roughly: only to know when to stop. */
function roughStart(series: Series, period: number): EpochDay {
  return series.anchorDay + period * series.rrule!.interval * PERIOD_DAYS[series.rrule!.freq] - 366;
}

/**
 * The first day and time of the rule, as it names them (before a move to a working day), whose send is after `fromMs`.
 *
 * @param phase `new`: any of its days may be the first, intervals count from it; `kept`: they count from the anchor
 */
export function firstNominal(
  series: Series,
  fromMs: number,
  phase: 'new' | 'kept',
): { day: EpochDay; second: SecondOfDay } | null {
  const rrule = series.rrule && phase === 'new' ? everyOne(series.rrule) : series.rrule;
  // A day before now may have moved to one after now.
  const reach = series.shifts ? SHIFT_DAYS : 0;
  const anchorDay = phase === 'new' ? series.anchorDay - reach : series.anchorDay;
  const firstDay = series.firstDay > series.anchorDay ? series.firstDay : anchorDay;
  const earlier = { ...series, rrule, anchorDay, firstDay, days: { ...series.days, anchor: anchorDay } };
  for (const { nominal, actual } of sendDays(earlier, localOf(fromMs, series.timezone).day - reach)) {
    for (const second of series.times)
      if (epochMsOf(actual, second, series.timezone) > fromMs) return { day: nominal, second };
  }
  return null;
}

/** The rule without its interval; one that names no days may begin on any. */
function everyOne(rrule: RruleValue): RruleValue {
  return { ...rrule, interval: 1, freq: hasDays(rrule) ? rrule.freq : 'DAILY' };
}

/** Whether the rule names its days; "a cada 2 meses" does not and takes those of its first send. */
function hasDays(rule: RruleValue): boolean {
  return rule.byDay.length + rule.byMonthDay.length + rule.byMonth.length > 0;
}
