import { z } from 'zod';
import { CONNECTION_STATES } from '../../db/entities/index.ts';
import { SendError } from '../../errors.ts';
import { noteWebhook } from '../../scheduling/note-webhook.ts';
import { getEvolutionConfig } from '../../scheduling/queries/get-evolution-config.ts';
import { registeredBefore, registerWebhook, webhookUrl } from '../../scheduling/register-webhook.ts';
import type { Channel } from '../../whatsapp/channel.ts';
import { ok } from '../answers.ts';
import type { Api } from '../endpoint.ts';
import { idParams, phone } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { webhookState } from './evolution-configs.ts';

const state = z.enum(CONNECTION_STATES);

const pairing = z
  .object({
    state,
    qr_text: z.string().nullable(),
    qr_image: z.string().nullable().meta({ description: 'PNG, como data: URL.' }),
    pairing_code: z.string().nullable().meta({ description: 'Oito letras para digitar no celular, se pedido.' }),
  })
  .meta({ id: 'Pairing', description: 'Tudo nulo enquanto o gateway prepara o código: peça de novo em 3 segundos.' });

const checkup = z
  .object({
    ok: z.boolean().meta({ description: 'Conectado, e os eventos chegam a nós.' }),
    state,
    own_jid: z.string().nullable(),
    webhook: z.enum(['registered', 'missing', 'foreign']).nullable(),
    problem: z.string().nullable().meta({ description: 'Um código, quando o gateway não pôde ser perguntado.' }),
  })
  .meta({ id: 'InstanceCheckup' });

/** `/api/evolution-configs/{id}/state/ connect/ webhook/ test/`: each asks the gateway itself. */
export function registerInstanceActions(
  api: Api,
  { channelFor, publicUrl, webhookSecret }: Pick<ApiDeps, 'channelFor' | 'publicUrl' | 'webhookSecret'>,
): void {
  api.add({
    method: 'GET',
    path: '/api/evolution-configs/:id/state/',
    summary: 'Pergunta ao gateway se o número está conectado',
    scope: 'read',
    params: idParams,
    answers: { 200: z.object({ state }) },
    handle: async ({ params }) => ok({ state: await (await channelFor(params.id)).connectionState() }),
  });

  api.add({
    method: 'POST',
    path: '/api/evolution-configs/:id/connect/',
    summary: 'Começa o pareamento: QR code, ou um código para o número informado',
    scope: 'admin',
    params: idParams,
    body: z.strictObject({ phone: phone.optional() }).optional(),
    answers: { 200: pairing },
    async handle({ params, body }) {
      const made = await (await channelFor(params.id)).connect(body?.phone);
      return ok({
        state: made.state,
        qr_text: made.qrText,
        qr_image: made.qrImage,
        pairing_code: made.pairingCode,
      });
    },
  });

  api.add({
    method: 'POST',
    path: '/api/evolution-configs/:id/webhook/',
    summary: 'Registra o nosso webhook no gateway; o de outro sistema só é trocado com "replace"',
    scope: 'admin',
    params: idParams,
    body: z.strictObject({ replace: z.boolean().optional() }).optional(),
    answers: { 200: webhookState },
    async handle({ em, params, body, change }) {
      const config = await getEvolutionConfig(em, params.id);
      const webhook = await registerWebhook(await channelFor(config.id), {
        publicUrl,
        secret: webhookSecret(config),
        registeredBefore: registeredBefore(config),
        replaceForeign: body?.replace ?? false,
      });
      await change(work => noteWebhook(work, config.id, webhook));
      return ok(webhook);
    },
  });

  api.add({
    method: 'POST',
    path: '/api/evolution-configs/:id/test/',
    summary: 'Confere a instância: responde, está conectada, e o webhook é o nosso? Nada é enviado',
    scope: 'manage',
    params: idParams,
    answers: { 200: checkup },
    handle: async ({ params }) => ok(await check(await channelFor(params.id), webhookUrl(publicUrl))),
  });
}

/** A gateway that cannot be asked is a result here, not a failure. */
async function check(channel: Channel, ourUrl: string): Promise<z.output<typeof checkup>> {
  try {
    const info = await channel.instanceInfo();
    const found = await channel.findWebhook();
    const isThere = found?.enabled && found.url !== '';
    const webhook = !isThere ? 'missing' : found.url === ourUrl ? 'registered' : 'foreign';
    const isFine = info.state === 'open' && webhook === 'registered';
    return { ok: isFine, state: info.state, own_jid: info.ownJid, webhook, problem: null };
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    return { ok: false, state: 'unknown', own_jid: null, webhook: null, problem: error.code };
  }
}
