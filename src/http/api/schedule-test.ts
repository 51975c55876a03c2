import { z } from 'zod';
import { testSchedule } from '../../scheduling/send-test.ts';
import type { Api } from '../endpoint.ts';
import { idParams, phone } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { logRow, showLog } from './logs.ts';

/** `/api/schedules/{id}/test/`: the next message, to one phone alone. */
export function registerScheduleTest(api: Api, { work: { timezone } }: Pick<ApiDeps, 'work'>): void {
  api.add({
    method: 'POST',
    path: '/api/schedules/:id/test/',
    summary: 'Envia a um só número o que o agendamento enviaria',
    scope: 'send',
    params: idParams,
    body: z.strictObject({ number: phone }),
    answers: { 202: logRow },
    async handle({ params, body, change }) {
      const { delivery } = await change(work => testSchedule(work, params.id, body.number));
      return { status: 202, body: showLog(delivery, timezone) };
    },
  });
}
