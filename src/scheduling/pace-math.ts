import type { Pace } from './paces.ts';

/** Enough for the rests to have their share. */
const AVERAGED = 10_000;

/** How many messages begin in a stretch of time at the middle of a pace, at least one. */
export function messagesIn(pace: Pace, stretchMs: number): number {
  const eachMs = takesMs(pace, AVERAGED) / AVERAGED;
  return eachMs === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(stretchMs / eachMs));
}

/** How long messages take at the middle of a pace. A rest stands in the place of a gap. */
export function takesMs({ minGapMs, maxGapMs, rest }: Pace, messages: number): number {
  const gapMs = (minGapMs + maxGapMs) / 2;
  if (!rest) return messages * gapMs;
  const rests = Math.floor(messages / ((rest.minRun + rest.maxRun) / 2));
  return (messages - rests) * gapMs + (rests * (rest.minMs + rest.maxMs)) / 2;
}
