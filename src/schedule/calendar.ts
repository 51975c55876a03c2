import { createRequire } from 'node:module';
import type { default as Holidays } from 'date-holidays';
import { civilDate, dayOfIso, type EpochDay, easterDay, epochDay, weekdayIndex } from './civil.ts';

/** Place codes: `BR`, `BR-SP` (state), `BR-SP-SP` (city), each with `+CARNAVAL` and `+CORPUS_CHRISTI` (no holidays by law, closed by custom). */
export type HolidayPlace = string;

const SATURDAY = 5;
const tables = new Map<HolidayPlace, Map<number, ReadonlySet<EpochDay>>>();
const sources = new Map<string, Holidays>();

/** The holidays of one year at a place. Built once a year and place. */
export function holidaysOf(place: HolidayPlace, year: number): ReadonlySet<EpochDay> {
  let years = tables.get(place);
  if (!years) {
    years = new Map();
    tables.set(place, years);
  }
  let table = years.get(year);
  if (!table) {
    table = buildTable(place, year);
    years.set(year, table);
  }
  return table;
}

/** The table asked last, with the days of its year: holidays are asked about day after day. */
let recent: { place: HolidayPlace; from: EpochDay; to: EpochDay; days: ReadonlySet<EpochDay> } | null = null;

/** Whether the day is a holiday at the place. */
export function isHoliday(day: EpochDay, place: HolidayPlace): boolean {
  if (recent?.place !== place || day < recent.from || day >= recent.to) {
    const { year } = civilDate(day);
    recent = { place, from: epochDay(year, 1, 1), to: epochDay(year + 1, 1, 1), days: holidaysOf(place, year) };
  }
  return recent.days.has(day);
}

/** Monday to Friday, no holiday: the bank calendar. */
export function isWorkingDay(day: EpochDay, place: HolidayPlace): boolean {
  return weekdayIndex(day) < SATURDAY && !isHoliday(day, place);
}

/** The day itself when it is a working day, else the nearest one in the given direction. */
export function nearestWorkingDay(day: EpochDay, place: HolidayPlace, direction: 1 | -1): EpochDay {
  let candidate = day;
  while (!isWorkingDay(candidate, place)) candidate += direction;
  return candidate;
}

function buildTable(place: HolidayPlace, year: number): ReadonlySet<EpochDay> {
  const [code = 'BR', ...extras] = place.split('+');
  const [country = 'BR', state, city] = code.split('-');
  const days = new Set(publicDays(country, year));
  // A state's own list lacks what became national later, so the nation's days are always added.
  if (state) for (const day of publicDays(`${country}-${state}`, year)) days.add(day);
  if (state && city) for (const day of publicDays(`${country}-${state}-${city}`, year)) days.add(day);
  const easter = easterDay(year);
  if (extras.includes('CARNAVAL')) days.add(easter - 48).add(easter - 47);
  if (extras.includes('CORPUS_CHRISTI')) days.add(easter + 60);
  return days;
}

function publicDays(code: string, year: number): EpochDay[] {
  const source = sourceOf(code);
  return (
    source
      .getHolidays(year)
      // Polling Sundays are in the data, but a shop is no polling place.
      .filter(holiday => holiday.type === 'public' && !/elei/i.test(holiday.name))
      .map(holiday => dayOfIso(holiday.date))
  );
}

function sourceOf(code: string): Holidays {
  let source = sources.get(code);
  if (!source) {
    // Loaded at the first use: its tables of the whole world take 100 ms, and most schedules name no holiday.
    const HolidaysClass: typeof Holidays = createRequire(import.meta.url)('date-holidays');
    const [country = 'BR', state, city] = code.split('-');
    source = state
      ? city
        ? new HolidaysClass(country, state, city)
        : new HolidaysClass(country, state)
      : new HolidaysClass(country);
    sources.set(code, source);
  }
  return source;
}
