import { describePlainly } from '../../src/schedule/describe-plainly.ts';
import type { listAudit } from '../../src/scheduling/queries/list-audit.ts';
import { timedOf } from '../../src/scheduling/timed.ts';

type Entry = Awaited<ReturnType<typeof listAudit>>['results'][number];
type Image = Record<string, unknown>;

/** One line of a schedule's history: when, what and who, and what was different after it. */
export function historyLine({ at, action, actorName, source, before, after }: Entry) {
  const isChange = before != null && after != null;
  return {
    ...{ at, action, actorName, source },
    when: isChange ? changed(whenOf(before), whenOf(after)) : null,
    hasOtherPeople: isChange && differs(before, after, ['recipients']),
    hasOtherWords: isChange && differs(before, after, ['template', 'text', 'variables']),
    sendAt: isChange ? changed(sendOf(before), sendOf(after)) : null,
    reason: action === 'schedule.pause' && typeof after?.pauseReason === 'string' ? after.pauseReason : null,
  };
}

function changed(before: string | null, after: string | null): { before: string; after: string } | null {
  return before === null || after === null || before === after ? null : { before, after };
}

/** "todo dia às 09:00" */
function whenOf(image: Image): string {
  return describePlainly(timedOf(image as Parameters<typeof timedOf>[0]), null);
}

/** The hour of the one send that was skipped or postponed; ISO 8601. */
function sendOf({ occurrence }: Image): string | null {
  return (occurrence as { dueAt?: string } | undefined)?.dueAt ?? null;
}

function differs(before: Image, after: Image, names: readonly string[]): boolean {
  return names.some(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
