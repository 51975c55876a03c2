import { readPhrase } from './clauses.ts';
import { parseWhen } from './parse-when.ts';
import type { Reading } from './reading.ts';

/** "por 30 minutos", "para amanhã 10h", "mais uma hora". */
const LEAD = /^(?:por|em|para|pra|pro|até|mais)\s+/i;
/** An amount of time rather than an hour of the day. */
const AMOUNT =
  /^(?!tod[oa]|cada)(?:\d{1,4}|\p{L}+)\s*(?:e\s+meia\s+)?(?:min|minutos?|horas?|dias?|semanas?|m[eê]s|meses)\b/iu;

/**
 * Reads how far, or to when, a send is postponed. An amount ("30 minutos", "2 dias") and a bare hour ("15h") count from
 * the send; everything else ("amanhã 10h", "sexta") from now. A day without an hour keeps the hour of the send.
 *
 * @param context.due the send's present instant
 * @returns the instant, null where the words name none, or several; and the reading with what is wrong with them
 */
export function parsePostponement(
  text: string,
  { due, now, timezone }: { due: Temporal.Instant; now: Temporal.Instant; timezone: string },
): { to: Temporal.Instant | null; reading: Reading } {
  const words = text.trim().replace(LEAD, '').replace(LEAD, '');
  const isAmount = AMOUNT.test(words);
  const { pieces } = readPhrase(words);
  const isBareHour = pieces.length > 0 && pieces.every(({ kind }) => kind === 'times' || kind === 'part');
  const phrase = isAmount ? `daqui a ${words}` : words;
  const context = { now: isAmount || isBareHour ? due : now, timezone };
  const said = parseWhen(phrase, context);
  const isDayOnly = said.kind === 'once' && said.at !== null && !said.at.includes('T');
  const reading = isDayOnly ? parseWhen(`${phrase} às ${hourOf(due, timezone)}`, context) : said;
  return { to: instantOf(reading), reading };
}

function hourOf(due: Temporal.Instant, timezone: string): string {
  return due.toZonedDateTimeISO(timezone).toPlainTime().toString({ smallestUnit: 'minute' });
}

function instantOf({ kind, rule, timezone }: Reading): Temporal.Instant | null {
  if (kind !== 'once' || !rule?.at || rule.extra.length > 0) return null;
  const local = Temporal.PlainDateTime.from(rule.at);
  return local.toZonedDateTime(timezone, { disambiguation: 'compatible' }).toInstant();
}
