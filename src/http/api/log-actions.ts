import { z } from 'zod';
import { answerLate } from '../../scheduling/late/answer-late.ts';
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

const lateBody = z.strictObject({
  send: z.boolean().meta({ description: 'Falso: ficam de fora, para sempre.' }),
  logs: z.array(id).max(10_000).optional().meta({ description: 'Só estes envios; sem isso, todos os que esperam.' }),
  occurrences: z.array(id).max(1_000).optional().meta({ description: 'Só os destas ocorrências.' }),
});

const lateAnswer = z
  .object({ decided: z.array(id).meta({ description: 'Os envios sobre os quais se decidiu.' }) })
  .meta({ id: 'LateDecision' });

/** `/api/logs/late/`: the answer to what is asked when an outage or a silence ends; `/api/logs/{id}/retry/`, `recall/` and `why/`: the chat's `/reenviar`, `/recolher envio` and `/porque`. */
export function registerLogActions(api: Api, { work: { timezone } }: Pick<ApiDeps, 'work'>): void {
  api.add({
    method: 'POST',
    path: '/api/logs/late/',
    summary:
      'Decide sobre o que ficou atrasado (status `held`, motivo `late`): enviar agora, ou deixar de fora (envio)',
    scope: 'send',
    body: lateBody,
    answers: { 200: lateAnswer },
    async handle({ body: { send, logs, occurrences }, change }) {
      const which = logs || occurrences ? { logs: logs ?? [], occurrences: occurrences ?? [] } : null;
      return ok({ decided: await change(work => answerLate(work, which, send ? 'send' : 'leave')) });
    },
  });
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
