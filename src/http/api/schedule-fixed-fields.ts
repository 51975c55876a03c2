/** Fields of a schedule that no body changes, and whose change must not be taken for done. */
import type { Schedule } from '../../db/entities/index.ts';
import { UserError } from '../../errors.ts';
import { isoIn } from '../fields.ts';
import type { ScheduleBody, ScheduleRow } from './schedule-schema.ts';

/** Each with its refusal's code. What only tells (`next_run_at`, `description` …) may be out of date, and is not looked at. */
const FIXED = {
  status: 'status_by_action',
  pause_reason: 'pause_by_action',
  paused_at: 'pause_by_action',
  resume_at: 'pause_by_action',
  media: 'no_media_yet',
} as const;
type Fixed = Pick<ScheduleRow, keyof typeof FIXED>;

const NEW: Fixed = { status: 'active', pause_reason: null, paused_at: null, resume_at: null, media: null };

/** They may be sent back as they were read. @param current null for a new schedule @throws UserError on the field */
export function refuseFixed(body: ScheduleBody, current: Schedule | null): void {
  const held = current ? fixedOf(current) : NEW;
  for (const [field, code] of Object.entries(FIXED)) {
    const said = body[field as keyof Fixed];
    if (said !== undefined && said !== held[field as keyof Fixed]) throw new UserError(code, { field });
  }
}

function fixedOf({ status, timezone, pauseReason, pausedAt, resumeAt }: Schedule): Fixed {
  return {
    ...{ status, pause_reason: pauseReason ?? null, media: null },
    ...{ paused_at: isoIn(timezone, pausedAt), resume_at: isoIn(timezone, resumeAt) },
  };
}
