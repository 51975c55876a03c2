import { z } from 'zod';
import { CONNECTION_STATES } from '../../db/entities/index.ts';
import { SendError } from '../../errors.ts';
import { noteWebhook } from '../../scheduling/note-webhook.ts';
import { pauseInstance, resumeInstance } from '../../scheduling/pause-instance.ts';
import { getEvolutionConfig } from '../../scheduling/queries/get-evolution-config.ts';
import { registeredBefore, registerWebhook, webhookUrl } from '../../scheduling/register-webhook.ts';
import type { Channel } from '../../whatsapp/channel.ts';
import { ok } from '../answers.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { idParams, phone } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { config, showConfigs, webhookState } from './evolution-configs.ts';

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

type Deps = Pick<ApiDeps, 'work' | 'channelFor' | 'publicUrl' | 'webhookSecret'>;

/** `/api/evolution-configs/{id}/pause/ resume/`, and `state/ connect/ webhook/ test/`, which ask the gateway itself. */
export function registerInstanceActions(api: Api, deps: Deps): void {
  const { channelFor, publicUrl, webhookSecret } = deps;
  addPauses(api, deps.work);
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
      const instance = await getEvolutionConfig(em, params.id);
      const webhook = await registerWebhook(await channelFor(instance.id), {
        publicUrl,
        secret: webhookSecret(instance),
        registeredBefore: registeredBefore(instance),
        replaceForeign: body?.replace ?? false,
      });
      await change(work => noteWebhook(work, instance.id, webhook));
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

function addPauses(api: Api, work: Deps['work']): void {
  const reason = z.string().trim().max(500).nullable().optional();
  api.add({
    method: 'POST',
    path: '/api/evolution-configs/:id/pause/',
    summary: 'Para os envios deste número até alguém retomar',
    scope: 'admin',
    params: idParams,
    body: z.strictObject({ reason }).optional(),
    answers: { 200: config },
    async handle({ params, body, change, expectedVersion }) {
      const options = defined({ reason: body?.reason, expectedVersion });
      const shown = await change(async current =>
        showConfigs(current.em, [await pauseInstance(current, params.id, options)], work),
      );
      return ok(shown[0]!);
    },
  });
  api.add({
    method: 'POST',
    path: '/api/evolution-configs/:id/resume/',
    summary: 'Retoma os envios deste número, o que quer que os tenha parado',
    scope: 'admin',
    params: idParams,
    body: z.strictObject({}).optional(),
    answers: { 200: config },
    async handle({ params, change, expectedVersion }) {
      const options = defined({ expectedVersion });
      const shown = await change(async current =>
        showConfigs(current.em, [await resumeInstance(current, params.id, options)], work),
      );
      return ok(shown[0]!);
    },
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
