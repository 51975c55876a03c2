import type { AdminRole } from '../db/entities/index.ts';

/** Each may do what the ones before it may. */
const RISING: readonly AdminRole[] = ['viewer', 'editor', 'owner'];

/** Whether somebody with this role may run a command that needs `least`. */
export function mayRun(role: AdminRole, least: AdminRole): boolean {
  return RISING.indexOf(role) >= RISING.indexOf(least);
}
