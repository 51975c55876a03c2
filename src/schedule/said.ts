import { isoDate } from './civil.ts';
import type { SecondOfDay } from './clock-time.ts';
import { hoursMeant, withPart } from './phrases/day-parts.ts';
import { type DayPart, type DayRef, fault, type Piece, type PieceOf, type Placed, type SaidTime } from './pieces.ts';
import type { ReadingContext, Rule } from './reading.ts';
import { type DayContext, resolveDay } from './resolve-day.ts';
import { localOf } from './walk.ts';

/** A fault that stops the composing; `at` is the piece that it lies in. No Error: it is expected, and a stack would cost more than the reading. */
export class Unclear {
  readonly fault: PieceOf<'fault'>;
  readonly at: Placed | null;

  constructor(problem: PieceOf<'fault'>, at: Placed | null = null) {
    this.fault = problem;
    this.at = at;
  }
}

/** Stops with a fault. */
export function unclear(
  code: PieceOf<'fault'>['code'],
  more: { asks?: boolean; options?: string[] } = {},
  at: Placed | null = null,
): never {
  throw new Unclear(fault(code, more), at);
}

/** All that a text says about when, with the calendar to look it up in. */
export interface Said {
  pieces: readonly Placed[];
  now: Temporal.Instant;
  timezone: string;
  today: number;
  nowSecond: SecondOfDay;
  /** A phrase on its own: a missing hour or day is no fault. */
  phrase: boolean;
}

/** The pieces with now in the zone that they name, else in that of the context. */
export function saidOf(pieces: readonly Placed[], context: ReadingContext, phrase: boolean): Said {
  const zone = pieces.findLast(piece => piece.kind === 'zone');
  const timezone = zone?.kind === 'zone' ? zone.timezone : context.timezone;
  const { day, second } = localOf(context.now.epochMilliseconds, timezone);
  return { pieces, now: context.now, timezone, today: day, nowSecond: second, phrase };
}

/** The pieces of one kind, in the order said. */
export function all<K extends Piece['kind']>(said: Said, kind: K): (Placed & PieceOf<K>)[] {
  return said.pieces.filter((piece): piece is Placed & PieceOf<K> => piece.kind === kind);
}

/** The one piece of a kind; the same said twice is once, two different ones are a fault. */
export function only<K extends Piece['kind']>(
  said: Said,
  kind: K,
  code: PieceOf<'fault'>['code'],
): (Placed & PieceOf<K>) | null {
  const pieces = all(said, kind);
  if (pieces.length < 2) return pieces[0] ?? null;
  const bare = (piece: Placed) => JSON.stringify({ ...piece, from: 0, to: 0 });
  const other = pieces.find(piece => bare(piece) !== bare(pieces[0]!));
  if (other) unclear(code, { asks: true }, other);
  return pieces[0] ?? null;
}

/** The clock times said, in order and each once, moved to the part of the day that was said beside them. */
export function timesOf(said: Said): { seconds: SecondOfDay[]; midnight: boolean } {
  const times = only(said, 'times', 'ambiguous_time');
  const part = only(said, 'part', 'ambiguous_time') ?? all(said, 'every').find(piece => piece.part !== null) ?? null;
  if (!times) return { seconds: [], midnight: false };
  const seconds = times.times.map(time => movedTime(time, part));
  return { seconds: [...new Set(seconds)].sort((a, b) => a - b), midnight: times.times.some(time => time.midnight) };
}

function movedTime(time: SaidTime, part: (Placed & { part: DayPart | null }) | null): SecondOfDay {
  if (!part?.part) return time.second;
  const clash = (kind: DayPart) => unclear('invalid_time', { options: hoursMeant(time.second, kind) }, part);
  if (time.open) return withPart(time.second, part.part) ?? clash(part.part);
  // "8 da noite … de manhã": the hour has its part of the day already.
  const agrees = withPart(time.second, part.part) === time.second || (time.midnight && part.part === 'night');
  return agrees ? time.second : clash(part.part);
}

/** Refuses pieces that a reading has no room for: what was said must count. */
export function refuse(said: Said, code: PieceOf<'fault'>['code'], ...kinds: Piece['kind'][]): void {
  const piece = said.pieces.find(item => kinds.includes(item.kind));
  if (piece) unclear(code, { asks: true }, piece);
}

/** Looks a day up, from today or from another day on. */
export function dayOf(said: Said, ref: DayRef, at: Placed, more: Partial<DayContext> = {}): number {
  const found = resolveDay(ref, {
    today: said.today,
    nowSecond: said.nowSecond,
    time: null,
    searches: said.phrase,
    ...more,
  });
  if (typeof found === 'number') return found;
  throw new Unclear(found, at);
}

/** A rule with nothing said. */
export function emptyRule(): Rule {
  return {
    rrule: null,
    at: null,
    extra: [],
    times: [],
    window: null,
    start: null,
    until: null,
    count: null,
    exclude: [],
    holidays: null,
    shift: null,
    short_months: 'last_day',
  };
}

/** `YYYY-MM-DDTHH:MM`, with seconds where they are not zero. */
export function localText(day: number, time: string): string {
  return `${isoDate(day)}T${time}`;
}
