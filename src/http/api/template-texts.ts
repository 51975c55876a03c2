import { z } from 'zod';
import type { Em } from '../../db/orm.ts';
import { UserError } from '../../errors.ts';
import { refuseUnused } from '../../scheduling/check-words.ts';
import { checkBody } from '../../scheduling/create-template.ts';
import { expandRecipients } from '../../scheduling/expand-recipients.ts';
import { renderFor } from '../../scheduling/message-text.ts';
import { getTemplate } from '../../scheduling/queries/get-template.ts';
import { messageVariables } from '../../templates/message.ts';
import { ok } from '../answers.ts';
import type { Api } from '../endpoint.ts';
import { id, idParams, literal, variables } from '../fields.ts';
import type { ApiDeps } from '../options.ts';

const sample = {
  variables: variables.optional(),
  contact: id.nullable().optional().meta({ description: 'De quem vêm nome e variáveis.' }),
};
const text = z.object({ text: z.string(), variables: z.array(z.string()) }).meta({ id: 'RenderedText' });

/** `/api/templates/{id}/render/` and `preview/`: the text as one contact would get it now. Nothing is saved. */
export function registerTemplateTexts(api: Api, { work: { clock, timezone } }: Pick<ApiDeps, 'work'>): void {
  const render = async (
    em: Em,
    template: { body: string; name: string | null },
    given: z.output<z.ZodObject<typeof sample>>,
  ) => {
    const at = clock.now();
    const { body, name } = template;
    refuseUnused({ body, variables: given.variables ?? {}, template: name });
    const target = { variables: given.contact ? await variablesOf(em, given.contact, at, timezone) : {} };
    const rendered = renderFor(target, { body, variables: given.variables ?? {} }, { at, timezone });
    return ok({ text: rendered, variables: messageVariables(body) });
  };

  api.add({
    method: 'POST',
    path: '/api/templates/:id/render/',
    summary: 'Mostra o texto de um modelo',
    scope: 'read',
    params: idParams,
    body: z.strictObject(sample).optional(),
    answers: { 200: text },
    handle: async ({ em, params, body }) => render(em, await getTemplate(em, params.id), body ?? {}),
  });
  api.add({
    method: 'POST',
    path: '/api/templates/preview/',
    summary: 'Mostra o texto de um modelo que ainda não foi salvo',
    scope: 'read',
    body: z.strictObject({ body: z.string().min(1).max(10_000), literal, ...sample }),
    answers: { 200: text },
    async handle({ em, body }) {
      await checkBody({ em }, { body: body.body, isLiteral: body.literal === true });
      return render(em, { body: body.body, name: null }, body);
    },
  });
}

async function variablesOf(
  em: Em,
  contactId: number,
  at: Temporal.Instant,
  timezone: string,
): Promise<Record<string, string>> {
  const on = at.toZonedDateTimeISO(timezone).toPlainDate();
  const [target] = await expandRecipients(em, [{ type: 'contact', id: contactId }], { on });
  if (!target) throw new UserError('contact_not_found', { id: contactId, field: 'contact' });
  return target.variables;
}
