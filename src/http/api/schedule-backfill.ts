import { z } from 'zod';
import { backfill, previewBackfill } from '../../scheduling/backfill/backfill.ts';
import { ok } from '../answers.ts';
import type { Api } from '../endpoint.ts';
import { id, idParams, instant, isoIn } from '../fields.ts';
import { foreseenDays, shownDays } from '../foreseen-days.ts';
import type { ApiDeps } from '../options.ts';

const moment = instant.transform(text => Temporal.Instant.from(text));
const body = z.strictObject({
  from: moment.meta({ description: 'Inclusive.' }),
  to: moment.meta({ description: 'Exclusive.' }),
  dry_run: z.boolean().default(true).meta({ description: 'Só mostra o que sairia; `false` envia.' }),
});
const report = z
  .object({
    dry_run: z.boolean(),
    instants: z.array(instant).meta({ description: 'O que deixou de sair, do mais antigo ao mais recente.' }),
    left_out: z.number().int().meta({ description: 'Envios que alguém pulou: ficam de fora.' }),
    chats: z.number().int(),
    messages: z.number().int(),
    texts: z.array(z.object({ recipient: z.string(), text: z.string() })),
    warnings: z.array(z.object({ code: z.string(), detail: z.string() }).loose()),
    through_at: instant.nullable(),
    days: foreseenDays,
    occurrences: z.array(id).meta({ description: 'O que começou a sair; vazio com `dry_run`.' }),
  })
  .meta({ id: 'Backfill' });

/** `/api/schedules/{id}/backfill/`: the chat's `/repor`. Tells what would go out unless it is told to send. */
export function registerScheduleBackfill(api: Api, { sentence }: Pick<ApiDeps, 'sentence'>): void {
  api.add({
    method: 'POST',
    path: '/api/schedules/:id/backfill/',
    summary: 'Repõe o que deixou de sair num período (agendamento)',
    scope: 'send',
    params: idParams,
    body,
    answers: { 200: report },
    async handle({ params, body: { dry_run, ...period }, change }) {
      const { preview, occurrences } = await change(async work => {
        const preview = await previewBackfill(work, params.id, period);
        const started = dry_run ? null : await backfill(work, params.id, preview.instants);
        return { preview, occurrences: started?.occurrences.map(one => one.id) ?? [] };
      });
      const { timezone } = preview.schedule;
      return ok({
        dry_run,
        instants: preview.instants.map(at => isoIn(timezone, at)),
        left_out: preview.leftOut,
        ...{ chats: preview.chats, messages: preview.messages, texts: preview.texts },
        warnings: preview.warnings.map(({ code, details }) => ({ code, detail: sentence(code, details), ...details })),
        through_at: isoIn(timezone, preview.throughAt),
        days: shownDays(preview.foreseen, timezone),
        occurrences,
      });
    },
  });
}
