import type { EvolutionConfig, Group } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import type { ChatTarget } from './expand-recipients.ts';
import { currentSilence } from './queries/list-silences.ts';
import { suppressedAmong } from './suppress.ts';

/** A code with what its sentence needs. */
export interface Remark {
  code: string;
  details: Record<string, unknown>;
}

/** Above it a run is risky. */
export const MANY_CHATS = 50;
const SOON_MS = 2 * 60_000;
const HOUR_MS = 60 * 60_000;

/** How many of those who asked to stop are named. */
const NAMED = 5;

export interface FirstSend {
  at: Temporal.Instant;
  timezone: string;
  now: Temporal.Instant;
}

/** Worth saying, and no reason to ask. @param first when the first send is due, and the zone it is told in */
export async function warningsOf(
  em: Em,
  {
    instance,
    groups,
    targets,
  }: { instance: EvolutionConfig; groups: readonly Group[]; targets: readonly ChatTarget[] },
  first: FirstSend,
): Promise<Remark[]> {
  const warnings: Remark[] = groups
    .filter(group => group.canSend === false)
    .map(group => ({ code: 'group_closed', details: { name: group.name } }));
  const isBirthday = groups.length > 0 && groups.every(({ kind }) => kind === 'dynamic');
  if (targets.length === 0) warnings.push({ code: 'nobody_yet', details: { isBirthday } });
  if (instance.state === 'close') warnings.push({ code: 'instance_closed', details: { name: instance.name } });
  if (instance.pausedAt) warnings.push({ code: 'instance_paused', details: { name: instance.name } });
  return [...warnings, ...(await silenced(em, first)), ...(await optedOut(em, targets))];
}

/** Reasons to ask before it is done. @param next the coming sends, in order */
export function risksOf(
  targets: readonly ChatTarget[],
  next: readonly Temporal.Instant[],
  now: Temporal.Instant,
): Remark[] {
  const risks: Remark[] = [];
  const [first] = next;
  if (targets.length > MANY_CHATS) risks.push({ code: 'many_chats', details: { chats: targets.length } });
  const gapMs = shortestGapMs(next);
  if (gapMs < HOUR_MS) risks.push({ code: 'too_often', details: { minutes: Math.round(gapMs / 60_000) } });
  const isSoon = first !== undefined && first.epochMilliseconds - now.epochMilliseconds <= SOON_MS;
  if (isSoon && targets.length > 1) risks.push({ code: 'soon_to_many', details: { chats: targets.length } });
  return risks;
}

function shortestGapMs(instants: readonly Temporal.Instant[]): number {
  const gaps = instants
    .slice(1)
    .map((instant, index) => instant.epochMilliseconds - instants[index]!.epochMilliseconds);
  return Math.min(...gaps);
}

/** The first send falls into a silence, and waits for its end. */
export async function silenced(em: Em, { at, timezone, now }: FirstSend): Promise<Remark[]> {
  const silence = await currentSilence(em, now);
  if (!silence) return [];
  const until = silence.until ?? null;
  if (until && Temporal.Instant.compare(until, at) <= 0) return [];
  return [{ code: 'silenced', details: { until, timezone } }];
}

async function optedOut(em: Em, targets: readonly ChatTarget[]): Promise<Remark[]> {
  const stopped = await suppressedAmong(
    em,
    targets.map(target => target.key),
  );
  const names = targets.filter(target => stopped.has(target.key)).map(target => target.name);
  return names.length === 0
    ? []
    : [{ code: 'opted_out', details: { count: names.length, names: names.slice(0, NAMED) } }];
}
