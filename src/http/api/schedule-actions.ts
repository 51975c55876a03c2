import { z } from 'zod';
import type { Schedule } from '../../db/entities/index.ts';
import { cancelSchedule } from '../../scheduling/cancel-schedule.ts';
import { pauseSchedule } from '../../scheduling/pause-schedule.ts';
import { resumeSchedule } from '../../scheduling/resume-schedule.ts';
import type { Work } from '../../scheduling/work.ts';
import { ok } from '../answers.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { idParams } from '../fields.ts';
import { scheduleRow } from './schedule-schema.ts';
import { showSchedules } from './schedule-view.ts';

const reason = z.strictObject({ reason: z.string().trim().max(500).nullable().optional() }).optional();
const nothing = z.strictObject({}).optional();

/** `/api/schedules/{id}/pause/ resume/ cancel/`: each answers with the schedule as it is then. */
export function registerScheduleActions(api: Api): void {
  addAction(api, 'pause', 'Pausa', reason, (work, id, { body, expectedVersion }) =>
    pauseSchedule(work, id, defined({ reason: body?.reason, expectedVersion })),
  );
  addAction(api, 'resume', 'Retoma', nothing, (work, id, { expectedVersion }) =>
    resumeSchedule(work, id, defined({ expectedVersion })),
  );
  addAction(api, 'cancel', 'Cancela', nothing, (work, id, { expectedVersion }) =>
    cancelSchedule(work, id, defined({ expectedVersion })),
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
