import { z } from 'zod';
import type { Schedule } from '../../db/entities/index.ts';
import { cancelSchedule } from '../../scheduling/cancel-schedule.ts';
import { pauseSchedule } from '../../scheduling/pause-schedule.ts';
import { postponeNext } from '../../scheduling/postpone-next.ts';
import { postponedBy } from '../../scheduling/postponement.ts';
import { resumeSchedule } from '../../scheduling/resume-schedule.ts';
import { runNow } from '../../scheduling/run-now.ts';
import { skipNext } from '../../scheduling/skip-next.ts';
import type { Work } from '../../scheduling/work.ts';
import { ok } from '../answers.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { idParams, instant } from '../fields.ts';
import { scheduleRow } from './schedule-schema.ts';
import { showSchedules } from './schedule-view.ts';

const pause = z
  .strictObject({
    reason: z.string().trim().max(500).nullable().optional(),
    until: instant
      .transform(text => Temporal.Instant.from(text))
      .nullable()
      .optional()
      .meta({ description: 'Quando volta sozinho; sem ela, até alguém retomar' }),
  })
  .optional();
const postponement = z.union([
  z.strictObject({ due_at: instant.transform(text => Temporal.Instant.from(text)) }),
  z.strictObject({
    when: z.string().trim().min(1).max(200).meta({ description: 'Como no chat: "30 minutos", "amanhã 10h"' }),
  }),
]);
const nothing = z.strictObject({}).optional();

/** `/api/schedules/{id}/pause/ resume/ cancel/ skip/ postpone/ run/`: each answers with the schedule as it is then. */
export function registerScheduleActions(api: Api): void {
  addAction(api, 'pause', 'Pausa', pause, (work, id, { body, expectedVersion }) =>
    pauseSchedule(work, id, defined({ ...body, expectedVersion })),
  );
  addAction(api, 'resume', 'Retoma', nothing, (work, id, { expectedVersion }) =>
    resumeSchedule(work, id, defined({ expectedVersion })),
  );
  addAction(api, 'cancel', 'Cancela', nothing, (work, id, { expectedVersion }) =>
    cancelSchedule(work, id, defined({ expectedVersion })),
  );
  addAction(api, 'skip', 'Pula o próximo envio', nothing, async (work, id, { expectedVersion }) => {
    return (await skipNext(work, id, defined({ expectedVersion }))).schedule;
  });
  addAction(api, 'postpone', 'Adia o próximo envio', postponement, async (work, id, { body, expectedVersion }) => {
    const to = 'when' in body ? postponedBy(body.when, work.now) : () => body.due_at;
    return (await postponeNext(work, id, to, defined({ expectedVersion }))).schedule;
  });
  addAction(api, 'run', 'Envia agora, além do que está marcado', nothing, (work, id, { expectedVersion }) =>
    runNow(work, id, defined({ expectedVersion })),
  );
}

function addAction<B extends z.ZodType>(
  api: Api,
  action: string,
  verb: string,
  body: B,
  run: (work: Work, id: number, call: { body: z.output<B>; expectedVersion: number | undefined }) => Promise<Schedule>,
): void {
  api.add({
    method: 'POST',
    path: `/api/schedules/:id/${action}/`,
    summary: `${verb} (agendamento)`,
    scope: 'send',
    params: idParams,
    body,
    answers: { 200: scheduleRow },
    async handle({ params, change, ...call }) {
      const [row] = await change(async work => showSchedules(work.em, [await run(work, params.id, call)]));
      return ok(row);
    },
  });
}
