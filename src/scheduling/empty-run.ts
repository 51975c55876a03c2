import type { Occurrence } from '../db/entities/index.ts';

/** Why a run is over as soon as it begins: the `reason` of its occurrence. */
export const EMPTY_RUN = [
  'no_recipients', // nobody is there: an empty list, no birthday that day, contacts that are gone
  'all_opted_out', // whoever is there asked to stop
] as const;
export type EmptyRun = (typeof EMPTY_RUN)[number];

/** Whether an occurrence ended without a message to anybody. */
export const isEmptyRun = ({ reason }: Pick<Occurrence, 'reason'>): boolean =>
  EMPTY_RUN.some(empty => empty === reason);
