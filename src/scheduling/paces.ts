import type { EvolutionConfig, PaceName } from '../db/entities/index.ts';

/** How fast an instance may send. Gaps are between the starts of two messages. */
export interface Pace {
  minGapMs: number;
  maxGapMs: number;
  /** Messages a day, in the zone of the installation; null: no cap. */
  dailyCap: number | null;
}

/** The named paces. WhatsApp bans numbers that send in bursts, the more so young ones. */
export const PACE_PROFILES = {
  normal: { minGapMs: 3_000, maxGapMs: 8_000, dailyCap: 1_000 },
  conservador: { minGapMs: 20_000, maxGapMs: 60_000, dailyCap: 200 },
  livre: { minGapMs: 0, maxGapMs: 0, dailyCap: null },
} as const satisfies Record<string, Pace>;

export type PacedConfig = Pick<EvolutionConfig, 'pace' | 'minGapMs' | 'maxGapMs' | 'dailyCap'>;

/** The pace of an instance: its profile, or its own numbers over those of `normal`. */
export function paceOf(config: PacedConfig): Pace {
  const name: PaceName = config.pace;
  if (name !== 'custom') return PACE_PROFILES[name];
  const minGapMs = config.minGapMs ?? PACE_PROFILES.normal.minGapMs;
  return {
    minGapMs,
    maxGapMs: Math.max(minGapMs, config.maxGapMs ?? PACE_PROFILES.normal.maxGapMs),
    dailyCap: config.dailyCap ?? null,
  };
}

/** Shorter runs are not worth a sentence. */
const WORTH_SAYING_MS = 60_000;

/** When a run of this many messages will be through, at the middle of the pace; null when it is quick. */
export function throughAt(config: PacedConfig, messages: number, start: Temporal.Instant): Temporal.Instant | null {
  const { minGapMs, maxGapMs, dailyCap } = paceOf(config);
  const withinDayMs = (dailyCap === null ? messages : messages % dailyCap) * ((minGapMs + maxGapMs) / 2);
  const fullDays = dailyCap === null ? 0 : Math.floor(messages / dailyCap);
  const tookMs = fullDays * 24 * 60 * 60_000 + withinDayMs;
  return tookMs < WORTH_SAYING_MS ? null : start.add({ milliseconds: Math.round(tookMs) });
}
