import { z } from 'zod';
import { explainDelivery } from '../../scheduling/queries/explain-delivery.ts';
import { recallMessage } from '../../scheduling/recall/recall.ts';
import { retryDelivery } from '../../scheduling/retry-delivery.ts';
import { ok } from '../answers.ts';
import type { Api } from '../endpoint.ts';
import { id, idParams, instant, isoIn } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { logRow, showLog } from './logs.ts';

const retry = z
  .strictObject({
    even_if_arrived: z.boolean().optional().meta({
      description: 'Para um envio `uncertain`: aceita que a mensagem possa chegar duas vezes.',
    }),
  })
  .optional();

const trail = z
  .object({
    id,
    steps: z.array(z.object({ at: instant, code: z.string(), details: z.record(z.string(), z.unknown()) })),
  })
  .meta({ id: 'LogTrail' });

/** `/api/logs/{id}/retry/`, `recall/` and `why/`: the chat's `/reenviar`, `/recolher envio` and `/porque`. */
export function registerLogActions(api: Api, { work: { timezone } }: Pick<ApiDeps, 'work'>): void {
  api.add({
    method: 'POST',
    path: '/api/logs/:id/retry/',
    summary: 'Envia de novo (envio)',
    scope: 'send',
    params: idParams,
    body: retry,
    answers: { 200: logRow },
    async handle({ params, body, change }) {
      const evenIfArrived = body?.even_if_arrived ?? false;
      return ok(showLog(await change(work => retryDelivery(work, params.id, { evenIfArrived })), timezone));
    },
  });
  api.add({
    method: 'POST',
    path: '/api/logs/:id/recall/',
    summary: 'Recolhe: apaga para todos (envio)',
    scope: 'send',
    params: idParams,
    body: z.strictObject({}).optional(),
    answers: { 202: logRow },
    async handle({ params, change }) {
      const { delivery } = await change(work => recallMessage(work, params.id));
      return { status: 202, body: showLog(delivery, timezone) };
    },
  });
  api.add({
    method: 'GET',
    path: '/api/logs/:id/why/',
    summary: 'Por que saiu, ou não (envio)',
    scope: 'read',
    params: idParams,
    answers: { 200: trail },
    async handle({ em, params }) {
      const { delivery, steps } = await explainDelivery(em, params.id);
      return ok({ id: delivery.id, steps: steps.map(step => ({ ...step, at: isoIn(timezone, step.at) })) });
    },
  });
}
