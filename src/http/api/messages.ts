import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { sendNow } from '../../scheduling/send-now.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import type { ApiDeps } from '../options.ts';
import { onFields, REFERENCES } from '../references.ts';
import { logRow, showLog } from './logs.ts';
import { contentOf, recipientsOf } from './schedule-input.ts';
import { scheduleInput } from './schedule-schema.ts';

const message = scheduleInput.pick({
  ...{ contacts: true, groups: true, numbers: true, template: true, variables: true, text: true, literal: true },
  ...{ mention_all: true, evolution_config: true, send_within_minutes: true },
});

/** `/api/messages/`: sends now, as the chat's `/enviar`. A program is not asked: who many are it knows. */
export function registerMessages(api: Api, { work: { timezone } }: Pick<ApiDeps, 'work'>): void {
  api.add({
    method: 'POST',
    path: '/api/messages/',
    summary: 'Envia uma mensagem agora',
    scope: 'send',
    body: message,
    answers: { 202: z.object({ count: z.number().int(), results: z.array(logRow) }) },
    async handle({ body, change }) {
      const content = contentOf(body, null);
      if (!content) throw new UserError('missing_content');
      const recipients = recipientsOf(body, []) ?? [];
      const more = defined({
        mentionAll: body.mention_all,
        evolutionConfigId: body.evolution_config,
        sendWithinMinutes: body.send_within_minutes,
      });
      const sent = await change(work => onFields(REFERENCES, () => sendNow(work, { content, recipients, ...more })));
      const results = sent.map(one => showLog(one, timezone));
      return { status: 202, body: { count: results.length, results } };
    },
  });
}
