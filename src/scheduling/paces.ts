import type { EvolutionConfig, PaceName } from '../db/entities/index.ts';

/** How fast an instance may send. Gaps are between the starts of two messages. */
export interface Pace {
  minGapMs: number;
  maxGapMs: number;
  /** Messages a day, in the zone of the installation; null: no cap. */
  dailyCap: number | null;
  /** The pause that a person would make after a run of messages; null: none. */
  rest: Rest | null;
}

/** After `minRun` to `maxRun` messages without a break, nothing for `minMs` to `maxMs`. */
export interface Rest {
  minRun: number;
  maxRun: number;
  minMs: number;
  maxMs: number;
}

/** The named paces. WhatsApp bans numbers that send in bursts, the more so young ones. */
export const PACE_PROFILES = {
  normal: {
    ...{ minGapMs: 3_000, maxGapMs: 8_000, dailyCap: 1_000 },
    rest: { minRun: 20, maxRun: 30, minMs: 30_000, maxMs: 90_000 },
  },
  conservador: {
    ...{ minGapMs: 20_000, maxGapMs: 60_000, dailyCap: 200 },
    rest: { minRun: 15, maxRun: 25, minMs: 180_000, maxMs: 420_000 },
  },
  livre: { minGapMs: 0, maxGapMs: 0, dailyCap: null, rest: null },
} as const satisfies Record<string, Pace>;

export type PacedConfig = Pick<EvolutionConfig, 'pace' | 'minGapMs' | 'maxGapMs' | 'dailyCap'>;

/** The pace of an instance: its profile, or its own numbers over those of `normal`: exactly those, without a rest. */
export function paceOf(config: PacedConfig): Pace {
  const name: PaceName = config.pace;
  if (name !== 'custom') return PACE_PROFILES[name];
  const minGapMs = config.minGapMs ?? PACE_PROFILES.normal.minGapMs;
  return {
    minGapMs,
    maxGapMs: Math.max(minGapMs, config.maxGapMs ?? PACE_PROFILES.normal.maxGapMs),
    dailyCap: config.dailyCap ?? null,
    rest: null,
  };
}
