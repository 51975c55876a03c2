import type { Schedule } from '../db/entities/index.ts';
import type { Timed } from '../schedule/reading.ts';
import { countBetween, firstInstantAfter, totalOf } from '../schedule/recurrence.ts';
import { CAP_WAIT_DAYS } from './cap-wait.ts';
import { expandRecipients } from './expand-recipients.ts';
import type { Foreseen } from './foresee.ts';
import { paceOf } from './paces.ts';
import { recipientsOf } from './recipients.ts';
import type { Remark } from './remarks.ts';
import { timedOf } from './timed.ts';
import type { Work } from './work.ts';

/** Long enough for a rule to show how much it sends. */
const JUDGED_DAYS = 28;

/**
 * Worth saying of a schedule whose people are more than the daily cap of its number, or that makes the number send more
 * than that for good.
 */
export function overCap(
  timed: Timed,
  start: Temporal.Instant,
  { chats, dailyCap, othersInWeek }: Pick<Foreseen, 'dailyCap' | 'othersInWeek'> & { chats: number },
): Remark[] {
  if (dailyCap === null || chats === 0) return [];
  const repeats = firstInstantAfter(timed, start) !== null;
  const grows = repeats && pilesUp(timed, start, { chats, dailyCap, othersInWeek });
  if (chats <= dailyCap && !grows) return [];
  const days = Math.ceil(chats / dailyCap);
  return [{ code: 'over_daily_cap', details: { chats, cap: dailyCap, days, repeats, grows, waitDays: CAP_WAIT_DAYS } }];
}

/** As {@link overCap}, of a schedule that has just been made: by its own people alone. */
export async function capWarnings({ em }: Work, schedule: Schedule): Promise<Remark[]> {
  const { nextRunAt, timezone, evolutionConfig } = schedule;
  const { dailyCap } = paceOf(evolutionConfig);
  if (dailyCap === null || !nextRunAt) return [];
  const on = nextRunAt.toZonedDateTimeISO(timezone).toPlainDate();
  const chats = (await expandRecipients(em, await recipientsOf(em, schedule), { on })).length;
  return overCap(timedOf(schedule), nextRunAt, { chats, dailyCap, othersInWeek: 0 });
}

/** Whether more is to go out than the cap lets, for as long as the rule goes on, or for four weeks of it. */
function pilesUp(
  timed: Timed,
  start: Temporal.Instant,
  { chats, dailyCap, othersInWeek }: { chats: number; dailyCap: number; othersInWeek: number },
): boolean {
  const after = start.subtract({ milliseconds: 1 });
  const end = after.add({ hours: JUDGED_DAYS * 24 });
  const last = firstInstantAfter(timed, end) ? end : (totalOf(timed).last ?? end);
  const days = Math.floor(last.since(start).total('hours') / 24) + 1;
  const runs = countBetween(timed, { after, until: last });
  return runs > 1 && runs * chats + (othersInWeek * days) / 7 > dailyCap * days;
}
