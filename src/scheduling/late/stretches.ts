/** A stretch of time in milliseconds since the epoch; half open. */
export interface Stretch {
  fromMs: number;
  toMs: number;
}

/** @param from null: longer ago than anybody knows */
export const stretch = (from: Temporal.Instant | null | undefined, to: Temporal.Instant): Stretch => ({
  fromMs: from?.epochMilliseconds ?? 0,
  toMs: to.epochMilliseconds,
});

/** The same time without overlaps, in order. */
export function merged(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const one of stretches.filter(isSome).toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = result.at(-1);
    if (last && one.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, one.toMs);
    else result.push({ ...one });
  }
  return result;
}

/** What lies within `bounds`. */
export function within(stretches: readonly Stretch[], bounds: Stretch): Stretch[] {
  return stretches
    .map(({ fromMs, toMs }) => ({ fromMs: Math.max(fromMs, bounds.fromMs), toMs: Math.min(toMs, bounds.toMs) }))
    .filter(isSome);
}

/** The first without the second. */
export function without(stretches: readonly Stretch[], taken: readonly Stretch[]): Stretch[] {
  let rest = merged(stretches);
  for (const { fromMs, toMs } of merged(taken)) {
    rest = rest.flatMap(one =>
      [
        { fromMs: one.fromMs, toMs: Math.min(one.toMs, fromMs) },
        { fromMs: Math.max(one.fromMs, toMs), toMs: one.toMs },
      ].filter(isSome),
    );
  }
  return rest;
}

/** How long they last together; what overlaps counts once. */
export function lengthMs(stretches: readonly Stretch[]): number {
  return merged(stretches).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

const isSome = ({ fromMs, toMs }: Stretch) => fromMs < toMs;
