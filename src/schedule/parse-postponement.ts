import { readPhrase } from './clauses.ts';
import { parseWhen } from './parse-when.ts';
import { type Amount, readAmount } from './read-amount.ts';
import type { Reading } from './reading.ts';

/** How far, or to when, a send is moved. */
export interface PostponementReading {
  /** Null where the words name no instant, or several, or one of two (see `doubt`). */
  to: Temporal.Instant | null;
  /** What the words may mean: so much more, or that hour of the day. `amount` is null where only the day is doubtful. */
  doubt: { amount: Temporal.Instant | null; hour: Temporal.Instant } | null;
  /** The words without what leads them: "2h" of "para 2h". */
  words: string;
  /** They say that it goes out earlier. */
  isBack: boolean;
  /** What is wrong with the words, where they name no instant. */
  reading: Reading;
}

/** What a send is moved from, and what "amanhã" counts from. */
export interface PostponementContext {
  due: Temporal.Instant;
  now: Temporal.Instant;
  timezone: string;
}

const BACK = /^(?:[-−–—]\s*|menos\s+)(?=\d|uma?\s|mei[ao]\s)|\s(?:antes|mais cedo)$/iu;
/** "por 2h", "mais 2h", "+2h", "em 2h": an amount. */
const AMOUNT_LEAD = /^(?:(?:por|em)(?:\s+mais)?\s+|mais\s+|\+\s*)/iu;
const AMOUNT_TAIL = /\s+(?:a mais|depois|mais tarde|(?:para|pra) (?:a )?frente)$/iu;
const FROM_NOW = /^(?:(?:para|pra)\s+)?(?:daqui(?:\s+a)?|dentro\s+de)\s+/iu;
/** "para 2h" may be either. */
const TO_LEAD = /^(?:para|pra|pro)\s+/iu;
/** "às 2h", "para as 2h", "até 2h": an hour of the day. */
const HOUR_LEAD = /^(?:(?:(?:para|pra|at[eé])\s+)?(?:[aà]s?|o)|pras|at[eé])\s+/iu;

/** So many hours more are as likely as that hour of the day; of more of them the hour is meant, where it is still to come. */
const FEW_HOURS = 6;
/** An hour of the next day that is so far from the send was meant for the same day: "8h" of a send at 9h. */
const NEARLY_A_DAY_HOURS = 16;

/**
 * Reads how far, or to when, a send is postponed. An amount ("30 minutos", "mais 2h") and a bare hour ("15h") count from
 * the send; everything else ("amanhã 10h", "sexta", "daqui a 2h") from now. A day without an hour keeps the hour of the send.
 * What may be an amount as well as an hour of the day ("2h") is a doubt, and so is an hour that has passed on the send's day.
 *
 * @param context.due the send's present instant
 */
export function parsePostponement(text: string, context: PostponementContext): PostponementReading {
  const typed = text.trim();
  const isSum = AMOUNT_LEAD.test(typed) || AMOUNT_TAIL.test(typed);
  const isFromNow = FROM_NOW.test(typed);
  const isHour = !isSum && HOUR_LEAD.test(typed);
  const isTo = !isHour && TO_LEAD.test(typed);
  const words = [AMOUNT_LEAD, AMOUNT_TAIL, FROM_NOW, HOUR_LEAD, TO_LEAD].reduce(
    (rest, lead) => rest.replace(lead, ''),
    typed,
  );
  const phrase = isFromNow ? typed : isHour && isOnlyHour(`às ${words}`) ? `às ${words}` : words;
  const reading = readWhen(phrase, context);
  const about = { words, isBack: BACK.test(typed), reading, doubt: null };
  const said = isHour || about.isBack ? null : readAmount(words);
  const amount = said && !isSum && !isFromNow && isSlip(said) ? null : said;
  if (amount && isFromNow) return { ...about, to: fromNow(amount, context) };
  if (amount) {
    const sum = add(context.due, amount, context.timezone);
    const hour = isSum || !amount.isLikeAnHour ? null : hourOfDay(words, context);
    return { ...about, ...eitherOf(sum, hour, { amount, isTo, ...context }) };
  }
  const to = about.isBack ? null : instantOf(reading);
  return {
    ...about,
    to,
    doubt: to && isOnlyHour(phrase) && isNearlyADay(to, context) ? { amount: null, hour: to } : null,
  };
}

/** "25h": nobody counts a day and an hour so; it is an hour of the day with a slip. "36h" and "48h" are counted. */
function isSlip({ minutes, isLikeAnHour, isSpelled }: Amount): boolean {
  return isLikeAnHour && !isSpelled && minutes > 24 * 60 && minutes % (12 * 60) > 0;
}

function eitherOf(
  sum: Temporal.Instant,
  hour: Temporal.Instant | null,
  { amount, isTo, due, timezone }: { amount: Amount; isTo: boolean } & PostponementContext,
): Pick<PostponementReading, 'to' | 'doubt'> {
  const isFew = amount.minutes < FEW_HOURS * 60;
  if (!hour || (amount.isSpelled && isFew && !isTo)) return { to: sum, doubt: null };
  const isSameDay = dayOf(hour, timezone).equals(dayOf(due, timezone));
  const isPlainHour = isSameDay && (isTo || (!isFew && !amount.isSpelled));
  return isPlainHour ? { to: hour, doubt: null } : { to: null, doubt: { amount: sum, hour } };
}

const dayOf = (instant: Temporal.Instant, timezone: string) => instant.toZonedDateTimeISO(timezone).toPlainDate();

function add(from: Temporal.Instant, { months, days, minutes }: Amount, timezone: string): Temporal.Instant {
  return from
    .toZonedDateTimeISO(timezone)
    .add({ months, days, minutes: Math.round(minutes) })
    .toInstant();
}

/** Days from now keep the hour of the send. */
function fromNow(amount: Amount, { due, now, timezone }: PostponementContext): Temporal.Instant {
  const to = add(now, amount, timezone);
  if (amount.minutes > 0) return to;
  const hour = due.toZonedDateTimeISO(timezone).toPlainTime();
  return to.toZonedDateTimeISO(timezone).withPlainTime(hour).toInstant();
}

/** "2h" as the hour that comes next after the send; null where there is none ("36h"). */
function hourOfDay(words: string, { due, timezone }: PostponementContext): Temporal.Instant | null {
  return instantOf(parseWhen(`às ${words}`, { now: due, timezone }));
}

function isOnlyHour(words: string): boolean {
  const { pieces } = readPhrase(words);
  return pieces.length > 0 && pieces.every(({ kind }) => kind === 'times' || kind === 'part');
}

function isNearlyADay(to: Temporal.Instant, { due, timezone }: PostponementContext): boolean {
  const hours = (to.epochMilliseconds - due.epochMilliseconds) / 3_600_000;
  return hours >= NEARLY_A_DAY_HOURS && !dayOf(to, timezone).equals(dayOf(due, timezone));
}

function readWhen(phrase: string, { due, now, timezone }: PostponementContext): Reading {
  const context = { now: isOnlyHour(phrase) ? due : now, timezone };
  const said = parseWhen(phrase, context);
  const isDayOnly = said.kind === 'once' && said.at !== null && !said.at.includes('T');
  return isDayOnly ? parseWhen(`${phrase} às ${hourOf(due, timezone)}`, context) : said;
}

function hourOf(due: Temporal.Instant, timezone: string): string {
  return due.toZonedDateTimeISO(timezone).toPlainTime().toString({ smallestUnit: 'minute' });
}

function instantOf({ kind, rule, timezone }: Reading): Temporal.Instant | null {
  if (kind !== 'once' || !rule?.at || rule.extra.length > 0) return null;
  const local = Temporal.PlainDateTime.from(rule.at);
  return local.toZonedDateTime(timezone, { disambiguation: 'compatible' }).toInstant();
}
