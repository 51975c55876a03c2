import { ask, type CommandContext, type Fault, type Reply, YES_NO } from '../../src/chat/command.ts';
import type { Preview } from '../../src/scheduling/preview-schedule.ts';
import type { factsOf } from './facts.ts';
import { requestToJson, type ScheduleRequest } from './schedule-request.ts';

/** A one-off that is this late still goes out at once. */
const STILL_NOW_SECONDS = 60;

/**
 * The question that must be answered before anything is scheduled; null when it can be done at once, and when the yes
 * still means what it meant.
 *
 * @param known.rough names that were matched only roughly, and what else is in doubt
 * @param known.also what is only said
 */
export function confirmFirst(
  { confirm, work }: CommandContext,
  request: ScheduleRequest,
  known: { facts: ReturnType<typeof factsOf>; preview: Preview; rough: readonly Fault[]; also: readonly Fault[] },
): Reply | null {
  const { facts, preview, rough, also } = known;
  const payload = requestToJson({ ...request, confirming: preview.next[0] ?? null });
  if (!request.isConfirmed) {
    // A name that was only guessed is asked about whatever CONFIRM says: it is no risk but a doubt.
    const notes = confirm === 'never' ? rough : [...preview.risks, ...rough];
    if (notes.length === 0 && confirm !== 'always') return null;
    const all = [...notes, ...preview.warnings, ...also];
    return ask({ template: 'agendar/confirmar', data: facts, notes: all, options: YES_NO, payload });
  }
  const { confirming } = request;
  const stillNow = work.now.subtract({ seconds: STILL_NOW_SECONDS });
  if (confirming === null || Temporal.Instant.compare(confirming, stillNow) >= 0) return null;
  return ask({ template: 'agendar/passou', data: { ...facts, passed: confirming }, options: YES_NO, payload });
}
