import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { describe } from '../../schedule/describe.ts';
import { correctCommand } from '../../schedule/parse-command.ts';
import type { Reading, Timed } from '../../schedule/reading.ts';
import { nextInstants } from '../../schedule/recurrence.ts';
import { previewSchedule } from '../../scheduling/preview-schedule.ts';
import { ok } from '../answers.ts';
import type { Api } from '../endpoint.ts';
import { instant, isoIn } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { onFields, REFERENCES } from '../references.ts';
import { inputOf } from './schedule-input.ts';
import { scheduleDefaults, scheduleInput, timingFields } from './schedule-schema.ts';

/** How many coming sends a preview names. */
const NEXT = 3;

const problem = z.object({ code: z.string(), detail: z.string() });
const parsed = z
  .object({
    ok: z.boolean(),
    reading: z.record(z.string(), z.unknown()),
    description: z.string().nullable(),
    next: z.array(instant),
    problems: z.array(problem.loose()),
  })
  .meta({ id: 'ParsedCommand' });
const preview = z
  .object({
    description: z.string(),
    next: z.array(instant),
    chats: z.number().int(),
    people: z.number().int(),
    texts: z.array(z.object({ recipient: z.string(), text: z.string() })),
    warnings: z.array(problem.loose()),
    through_at: instant.nullable().meta({ description: 'Quando o último chat terá recebido, no ritmo da instância.' }),
    evolution_config: z.object({ id: z.number().int(), name: z.string() }),
  })
  .meta({ id: 'SchedulePreview' });

/** `/api/schedules/parse/` and `preview/`: what would be understood and sent; nothing is saved. */
export function registerSchedulePreviews(
  api: Api,
  { work: { timezone, clock }, sentence }: Pick<ApiDeps, 'work' | 'sentence'>,
): void {
  const worded = ({ code, ...rest }: { code: string }) => ({ code, detail: sentence(code, rest), ...rest });

  api.add({
    method: 'POST',
    path: '/api/schedules/parse/',
    summary: 'Lê um comando /agendar sem fazer nada',
    scope: 'read',
    body: z.strictObject({ text: z.string().trim().min(1).max(65_536), timezone: timingFields.timezone }),
    answers: { 200: parsed },
    async handle({ body }) {
      const now = clock.now();
      const reading = correctCommand(body.text, { now, timezone: body.timezone ?? timezone });
      const timed = timedOf(reading);
      return ok({
        ok: reading.problems.length === 0,
        reading,
        description: timed && describe(timed),
        next: timed ? upcoming(timed, now) : [],
        problems: reading.problems.map(worded),
      });
    },
  });

  api.add({
    method: 'POST',
    path: '/api/schedules/preview/',
    summary: 'Mostra o que um agendamento faria, sem salvar',
    scope: 'read',
    body: scheduleInput,
    answers: { 200: preview },
    async handle({ body, change }) {
      const made = await change(work => {
        const input = inputOf({ ...scheduleDefaults, ...body }, { now: work.now, timezone });
        return onFields(REFERENCES, async () => ({
          zone: input.timed.timezone,
          ...(await previewSchedule(work, input)),
        }));
      });
      return ok({
        description: made.description,
        next: made.next.map(at => isoIn(made.zone, at)),
        chats: made.chats,
        people: made.people,
        texts: made.texts,
        warnings: [...made.warnings, ...made.risks].map(({ code, details }) => worded({ code, ...details })),
        through_at: isoIn(made.zone, made.throughAt),
        evolution_config: made.instance,
      });
    },
  });
}

function timedOf({ rule, anchor, timezone }: Reading): Timed | null {
  const hasHour = rule && (rule.rrule === null ? rule.at?.includes('T') : true);
  return hasHour && anchor ? { rule, anchor, timezone } : null;
}

function upcoming(timed: Timed, now: Temporal.Instant): string[] {
  try {
    return nextInstants(timed, { after: now, count: NEXT }).map(at => isoIn(timed.timezone, at));
  } catch (error) {
    if (error instanceof UserError) return []; // a rule without an hour yet has no instants
    throw error;
  }
}
