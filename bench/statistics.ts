/** The value below which this share of the samples lies (nearest rank). @param share 0.95 for the 95th percentile */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new Error('a percentile of nothing');
  return value;
}

/** Three significant digits: more would pretend. */
export const rounded = (value: number): string => String(Number(value.toPrecision(3)));
