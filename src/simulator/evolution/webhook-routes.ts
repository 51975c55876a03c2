import type { FastifyInstance } from 'fastify';
import { rowId } from '../message-id.ts';
import type { Simulator } from '../simulator.ts';
import type { WebhookConfig } from '../store/settings.ts';
import { catchUp } from '../verbs/connection.ts';
import { invalid, refusal } from './evolution-error.ts';
import { bodyOf, isObject, type Json, requireProperties, requireText } from './request-body.ts';

const EVENTS = (
  'APPLICATION_STARTUP QRCODE_UPDATED MESSAGES_SET MESSAGES_UPSERT MESSAGES_EDITED MESSAGES_UPDATE MESSAGES_DELETE ' +
  'SEND_MESSAGE SEND_MESSAGE_UPDATE CONTACTS_SET CONTACTS_UPSERT CONTACTS_UPDATE PRESENCE_UPDATE CHATS_SET CHATS_UPSERT ' +
  'CHATS_UPDATE CHATS_DELETE GROUPS_UPSERT GROUP_UPDATE GROUP_PARTICIPANTS_UPDATE CONNECTION_UPDATE LABELS_EDIT ' +
  'LABELS_ASSOCIATION CALL TYPEBOT_START TYPEBOT_CHANGE_STATUS REMOVE_INSTANCE LOGOUT_INSTANCE INSTANCE_CREATE ' +
  'INSTANCE_DELETE STATUS_INSTANCE'
).split(' ');

export function webhookRoutes(scope: FastifyInstance, simulator: Simulator): void {
  const { settings, clock } = simulator;

  scope.post('/webhook/set/:instance', async (request, reply) => {
    const body = bodyOf(request);
    requireProperties(body, ['webhook']);
    const now = clock.now().toString();
    const createdAt = settings.get('webhook')?.createdAt ?? now;
    const config = { ...readConfig(isObject(body.webhook) ? body.webhook : {}), createdAt, updatedAt: now };
    settings.set('webhook', config);
    simulator.live.state();
    catchUp(simulator);
    return reply.code(201).send(configRecord(simulator, config));
  });

  scope.get('/webhook/find/:instance', async (_request, reply) => {
    const config = settings.get('webhook');
    // As text: Fastify would send nothing at all for null.
    return reply.type('application/json').send(JSON.stringify(config ? configRecord(simulator, config) : null));
  });
}

/** @throws EvolutionError as Evolution's schema does; 500 where `events` is missing, its own slip */
function readConfig(webhook: Json): Omit<WebhookConfig, 'createdAt' | 'updatedAt'> {
  requireProperties(webhook, ['enabled', 'url'], 'webhook');
  const enabled = webhook.enabled === true;
  const url = requireText(webhook, 'url');
  if (!URL.canParse(url)) throw refusal(400, ['Invalid "url" property']);
  if (enabled && !Array.isArray(webhook.events))
    throw refusal(500, "Cannot read properties of undefined (reading 'length')");
  return {
    ...{ url, enabled, events: enabled ? readEvents(webhook.events) : [] },
    headers: readHeaders(webhook.headers),
    byEvents: webhook.byEvents === true,
    base64: webhook.base64 === true,
  };
}

/** An empty list means all. */
function readEvents(events: unknown): string[] {
  const names = Array.isArray(events) ? events.map(String) : [];
  const strange = names.findIndex(name => !EVENTS.includes(name));
  if (strange >= 0) throw invalid([`webhook.events[${strange}] is not one of enum values: ${EVENTS.join(',')}`]);
  return names.length === 0 ? [...EVENTS] : names;
}

function readHeaders(headers: unknown): Record<string, string> {
  if (!isObject(headers)) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function configRecord({ identity }: Simulator, config: WebhookConfig) {
  const { url, headers, enabled, events, byEvents, base64, createdAt, updatedAt } = config;
  const stored = {
    url,
    headers,
    enabled,
    events,
    webhookByEvents: byEvents,
    webhookBase64: base64,
    createdAt,
    updatedAt,
  };
  return { id: rowId(4), ...stored, instanceId: identity.instanceId };
}
