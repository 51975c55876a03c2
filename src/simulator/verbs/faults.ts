import type { Simulator } from '../simulator.ts';
import type { Fault, FaultKind } from '../store/settings.ts';

/** What the next sends will meet, or null: all goes well. */
export const plannedFault = ({ settings }: Simulator): Fault | null => settings.get('fault') ?? null;

export function planFault(simulator: Simulator, fault: Fault | null): void {
  simulator.settings.set('fault', fault);
  simulator.live.state();
}

/** Uses up one planned failure. */
export function takeFault(simulator: Simulator): FaultKind | null {
  const fault = plannedFault(simulator);
  if (!fault) return null;
  planFault(simulator, fault.remaining > 1 ? { ...fault, remaining: fault.remaining - 1 } : null);
  return fault.kind;
}
