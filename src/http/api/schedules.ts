import { z } from 'zod';
import { SCHEDULE_STATUSES, type ScheduleStatus } from '../../db/entities/index.ts';
import { capWarnings } from '../../scheduling/cap-remarks.ts';
import { createSchedule } from '../../scheduling/create-schedule.ts';
import { deleteSchedule } from '../../scheduling/delete-schedule.ts';
import { editSchedule } from '../../scheduling/edit-schedule.ts';
import { getSchedule } from '../../scheduling/queries/get-schedule.ts';
import { listSchedules } from '../../scheduling/queries/list-schedules.ts';
import { recipientsOf } from '../../scheduling/recipients.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { idFilter } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { pageRequest } from '../paging.ts';
import { onFields, REFERENCES } from '../references.ts';
import { addResource } from '../resource.ts';
import { changesOf, inputOf } from './schedule-input.ts';
import { scheduleDefaults, scheduleInput, scheduleRow } from './schedule-schema.ts';
import { showSchedules } from './schedule-view.ts';

/** `/api/schedules/` */
export function registerSchedules(
  api: Api,
  { work: { timezone }, sentence }: Pick<ApiDeps, 'work' | 'sentence'>,
): void {
  addResource(api, {
    path: '/api/schedules/',
    name: 'agendamento',
    writeScope: 'send',
    row: scheduleRow,
    input: scheduleInput,
    defaults: scheduleDefaults,
    filters: { status: z.enum(SCHEDULE_STATUSES).optional(), evolution_config: idFilter, template: idFilter },
    ordering: ['id', 'title', 'status', 'next_run_at', 'last_run_at', 'created_at', 'updated_at'],
    list: (em, query) => listSchedules(em, { ...pageRequest(query), ...filtersOf(query) }),
    get: async (em, id) => (await getSchedule(em, id)).schedule,
    create: (work, body) =>
      onFields(REFERENCES, () => createSchedule(work, inputOf(body, { now: work.now, timezone }))),
    async update(work, id, body, expectedVersion) {
      const { schedule } = await getSchedule(work.em, id);
      const current = { schedule, recipients: await recipientsOf(work.em, schedule) };
      const changes = changesOf(body, current, { now: work.now, timezone });
      return onFields(REFERENCES, () => editSchedule(work, id, changes, expectedVersion));
    },
    remove: (work, id, expectedVersion) => deleteSchedule(work, id, defined({ expectedVersion })),
    show: showSchedules,
    async onCreated(work, schedule) {
      const warnings = await capWarnings(work, schedule);
      if (warnings.length === 0) return {};
      return {
        warnings: warnings.map(({ code, details }) => ({ code, detail: sentence(code, details), ...details })),
      };
    },
  });
}

function filtersOf(query: {
  status?: ScheduleStatus | undefined;
  evolution_config?: number | undefined;
  template?: number | undefined;
}) {
  return defined({ status: query.status, evolutionConfig: query.evolution_config, template: query.template });
}
