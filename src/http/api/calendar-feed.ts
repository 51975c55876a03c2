import { z } from 'zod';
import type { Em } from '../../db/orm.ts';
import { UserError } from '../../errors.ts';
import { type AgendaEntry, agenda } from '../../scheduling/queries/agenda.ts';
import { namedRecipients } from '../../scheduling/queries/get-schedule.ts';
import type { Api } from '../endpoint.ts';
import { type CalendarEvent, calendar } from '../ics.ts';
import type { ApiDeps } from '../options.ts';

/** How far ahead, the first that is not too much for one document: schedules of every minute fill a month quickly. */
const DAYS_AHEAD = [31, 7, 1] as const;

/** `/api/schedules.ics?token=`: today's sends and those to come, for a calendar that cannot send a header. */
export function registerCalendarFeed(api: Api, { work: { clock, timezone } }: Pick<ApiDeps, 'work'>): void {
  api.add({
    method: 'GET',
    path: '/api/schedules.ics',
    summary: 'Os envios de hoje e dos próximos dias, como calendário',
    scope: 'read',
    tokenInQuery: true,
    query: z.object({ token: z.string().optional().meta({ description: 'De preferência um só de leitura.' }) }),
    answers: { 200: z.string().meta({ contentType: 'text/calendar' }) },
    async handle({ em }) {
      const now = clock.now();
      const from = now.toZonedDateTimeISO(timezone).startOfDay().toInstant();
      const entries = (await entriesOf(em, from, now, timezone)).filter(isWanted);
      const headers = { 'content-type': 'text/calendar; charset=utf-8' };
      return { status: 200, body: calendar('Agendador', await eventsOf(em, entries), now), headers };
    },
  });
}

async function entriesOf(em: Em, from: Temporal.Instant, now: Temporal.Instant, timezone: string) {
  for (const days of DAYS_AHEAD) {
    const to = from.toZonedDateTimeISO(timezone).add({ days }).toInstant();
    try {
      return await agenda(em, { from, to, now });
    } catch (error) {
      if (!(error instanceof UserError) || days === DAYS_AHEAD.at(-1)) throw error;
    }
  }
  return [];
}

/** What went out and what will; not what was skipped or missed. */
const isWanted = ({ occurrence }: AgendaEntry) =>
  occurrence === null || ['planned', 'firing', 'done'].includes(occurrence.status);

async function eventsOf(em: Em, entries: readonly AgendaEntry[]): Promise<CalendarEvent[]> {
  const ids = [...new Set(entries.map(({ schedule }) => schedule.id))];
  const recipients = await namedRecipients(em, ids);
  return entries.map(({ schedule, plannedAt, dueAt }) => {
    const names = (recipients.get(schedule.id) ?? []).map(({ name }) => name).join(', ');
    const content = schedule.template ? `modelo ${schedule.template.name}` : (schedule.text ?? '');
    return {
      uid: `${schedule.id}-${plannedAt.epochMilliseconds}@agendador`,
      at: dueAt,
      summary: `${schedule.title || names} (nº ${schedule.id})`,
      description: `Para: ${names}\n${content}`,
    };
  });
}
