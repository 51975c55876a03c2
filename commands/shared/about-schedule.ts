import { describe } from '../../src/schedule/describe.ts';
import { describePlainly } from '../../src/schedule/describe-plainly.ts';
import { nextInstants } from '../../src/schedule/recurrence.ts';
import { comingSends } from '../../src/scheduling/queries/coming-sends.ts';
import type { getSchedule } from '../../src/scheduling/queries/get-schedule.ts';
import { timedOf } from '../../src/scheduling/timed.ts';

/** A schedule as the queries read it, with its recipients and its template. */
export type Read = Awaited<ReturnType<typeof getSchedule>>;

type Em = Parameters<typeof getSchedule>[0];

/** How many coming instants a reply shows. */
export const NEXT_SHOWN = 3;

/** What every reply about a schedule shows: what, to whom, when. */
export async function aboutSchedule(em: Em, { schedule, recipients, template }: Read, now: Temporal.Instant) {
  const { id, title, status, timezone, pauseReason, createdBy, text } = schedule;
  const timed = timedOf(schedule);
  const coming = await comingSends(em, schedule, { after: now, count: NEXT_SHOWN });
  const goesOn = nextInstants(timed, { after: now, count: 1 }).length > 0;
  return {
    ...{ id, title, status, timezone, pauseReason, createdBy, text },
    resumeAt: status === 'paused' ? (schedule.resumeAt ?? null) : null,
    description: describePlainly(timed, now),
    recipients: recipients.map(({ type, name }) => ({ type, name })),
    template: template?.name ?? null,
    next: coming.map(({ dueAt }) => dueAt),
    command: goesOn ? commandLine({ schedule, recipients, template }) : null,
  };
}

/** The line that would make this schedule again, to copy. */
function commandLine({ schedule, recipients, template }: Read): string {
  const words = { group: 'grupo', contact: 'contato', number: 'número' };
  const to = recipients.map(({ type, name }) => `${words[type]} ${type === 'number' ? name : asName(name)}`).join(' ');
  const variables = Object.entries(schedule.variables).map(([name, value]) => ` ${name}="${value}"`);
  const what = template ? `modelo ${template.name}${variables.join('')}` : `mensagem ${schedule.text}`;
  return `/agendar ${describe(timedOf(schedule))} ${to} ${what}`;
}

/** A name that the language reads as one: in quotes unless it is a single plain word. */
function asName(name: string): string {
  return /^[\p{L}\p{N}]+$/u.test(name) ? name : `"${name}"`;
}
