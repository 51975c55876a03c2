import type { EvolutionConfig } from '../db/entities/index.ts';
import { earliest, latest } from '../schedule/instants.ts';
import { CAP_WAIT_HOURS, NIGHT } from './cap-wait.ts';
import { messagesIn, takesMs } from './pace-math.ts';
import { type PacedConfig, paceOf } from './paces.ts';
import { endOfQuiet, startOfQuiet } from './quiet-hours.ts';

/** A cap of one message a day and a list of thousands: past so many steps nobody counts. */
const MAX_STEPS = 20_000;

export type ForecastConfig = PacedConfig & Pick<EvolutionConfig, 'quietHours' | 'sentOn' | 'sentToday'>;

/** Messages that are to leave together, from an instant on. */
export interface Load {
  messages: number;
  at: Temporal.Instant;
  /** What has not left by then has failed; days that wait for the cap come on top. */
  giveUpAt: Temporal.Instant;
  /** When the daily cap first put it off. */
  cappedAt: Temporal.Instant | null;
  /** Written by hand: what the cap has put off of it does not leave in the night. */
  byHand: boolean;
  /** When what the daily cap leaves of it goes on. @param freshFrom when the cap's next day begins */
  goesOn(freshFrom: Temporal.Instant): Temporal.Instant;
}

/** What leaves on one local day, from when on. */
export interface DayShare {
  at: Temporal.Instant;
  messages: number;
}

/** How a load leaves. */
export interface Forecast {
  /** In order; none for a load of no messages. */
  days: DayShare[];
  /** When the last message has left. */
  through: Temporal.Instant;
  /** Whether the daily cap put off a part of it. */
  isCapped: boolean;
  /** When its time is up, if something of it has not left by then. */
  givenUpAt: Temporal.Instant | null;
}

/** A load on its way through the queue. */
interface Item extends Load {
  /** Of those that are due at one instant the older ones are first. */
  order: number;
}

/**
 * Plays how an instance sends what it has to send, at the middle of its pace and its rests, with the daily cap (what went
 * out today counts) and around the quiet hours: as `delivery` does it, one message after the other in the order in which
 * they are due.
 *
 * @param others what the instance has to send beside `load`, older first; of those due at one instant they are before it
 * @param options.now nothing leaves before it
 * @param options.timezone whose midnight ends the daily cap and whose clock the quiet hours mean
 */
export function forecast(
  config: ForecastConfig,
  load: Load,
  others: readonly Load[],
  { now, timezone }: { now: Temporal.Instant; timezone: string },
): Forecast {
  const pace = paceOf(config);
  const sent = new Map(config.sentOn ? [[config.sentOn, config.sentToday]] : []);
  const queue = createQueue([...others, load]);
  const mine = others.length;
  const made: Forecast = { days: [], through: latest(load.at, now), isCapped: false, givenUpAt: null };
  let free = now; // when the pace allows the next message
  for (let step = 0; step < MAX_STEPS; step++) {
    const item = queue.take();
    if (!item) break;
    const isMine = item.order === mine;
    const at = latest(free, item.at);
    const local = at.toZonedDateTimeISO(timezone);
    const quietUntil = config.quietHours && endOfQuiet(config.quietHours, local);
    if (quietUntil) {
      queue.put({ ...item, at: quietUntil });
      continue;
    }
    const avoidsNight = item.byHand && item.cappedAt !== null;
    const morning = avoidsNight ? endOfQuiet(NIGHT, local) : null;
    if (morning) {
      queue.put(putOff(item, at, morning));
      continue;
    }
    const isOver = Temporal.Instant.compare(item.giveUpAt, at) <= 0;
    if (isOver && !isMine) continue; // it has failed
    if (isOver) made.givenUpAt ??= item.giveUpAt;
    const day = local.toPlainDate().toString();
    const midnight = local.add({ days: 1 }).startOfDay().toInstant();
    const sentThen = sent.get(day) ?? 0;
    const ofDay = pace.dailyCap === null ? Number.POSITIVE_INFINITY : pace.dailyCap - sentThen;
    if (ofDay <= 0) {
      if (isMine) made.isCapped = true;
      queue.put(putOff(item, at, item.goesOn(midnight)));
      continue;
    }
    const closes = [config.quietHours, avoidsNight ? NIGHT : null].flatMap(hours =>
      hours ? startOfQuiet(hours, local) : [],
    );
    const opensMs = at.until(earliest(midnight, ...closes)).total('milliseconds');
    const messages = Math.min(item.messages, ofDay, messagesIn(pace, opensMs));
    sent.set(day, sentThen + messages);
    free = at.add({ milliseconds: Math.round(takesMs(pace, messages)) });
    if (isMine) {
      addShare(made.days, { at, messages }, timezone);
      made.through = free;
    }
    const left = item.messages - messages;
    if (left > 0) queue.put({ ...item, messages: left });
    else if (isMine) break;
  }
  return made;
}

/** The wait for the cap does not count towards an item's time, for some days in all. */
function putOff(item: Item, now: Temporal.Instant, at: Temporal.Instant): Item {
  const cappedAt = item.cappedAt ?? now;
  const isFree = Temporal.Instant.compare(at, cappedAt.add({ hours: CAP_WAIT_HOURS })) <= 0;
  const giveUpAt = isFree ? item.giveUpAt.add(now.until(at)) : item.giveUpAt;
  return { ...item, at, cappedAt, giveUpAt };
}

function addShare(days: DayShare[], share: DayShare, timezone: string): void {
  const last = days.at(-1);
  const dayOf = ({ at }: DayShare) => at.toZonedDateTimeISO(timezone).toPlainDate();
  if (last && dayOf(last).equals(dayOf(share))) last.messages += share.messages;
  else days.push(share);
}

/** What is due first comes first, and of that what is older. */
function createQueue(loads: readonly Load[]) {
  const items: Item[] = [];
  const isBefore = (one: Item, other: Item) =>
    (Temporal.Instant.compare(one.at, other.at) || one.order - other.order) < 0;
  const put = (item: Item) => {
    let [low, high] = [0, items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(items[middle]!, item)) low = middle + 1;
      else high = middle;
    }
    items.splice(low, 0, item);
  };
  for (const [order, load] of loads.entries()) if (load.messages > 0) put({ ...load, order });
  return { put, take: () => items.shift() };
}
