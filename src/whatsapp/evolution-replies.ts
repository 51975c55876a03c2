/** The Evolution API's answers, read into the channel's words. Every function throws `SendError` for an answer of another shape. */
import { z } from 'zod';
import type { ConnectionState, InstanceInfo, NumberCheck, Pairing, RegisteredWebhook, SentMessage } from './channel.ts';
import { readContent } from './evolution-content.ts';
import { faultWithoutId, sendError } from './evolution-errors.ts';
import { groupSchema } from './evolution-groups.ts';
import { anything, idSchema, instantFromSeconds, optionalJid, optionalText, requiredJid } from './evolution-values.ts';
import type { GatewayGroup } from './gateway-events.ts';

const sentSchema = z
  .object({
    key: z.object({ id: idSchema, remoteJid: requiredJid }),
    messageTimestamp: instantFromSeconds.nullish().catch(null),
    message: anything,
  })
  .transform(({ key, messageTimestamp, message }) => ({
    sent: { messageId: key.id, jid: key.remoteJid, sentAt: messageTimestamp ?? null },
    message,
  }));

/** The answer to a send. Only a message id proves it; a success code does not (§7.2: refusals can come as 201). */
export function readSentReply(body: unknown): SentMessage {
  const reply = sentSchema.safeParse(body).data;
  if (!reply) throw sendError(faultWithoutId(body), 'a success without a message id');
  return reply.sent;
}

const foundSchema = z.object({ messages: z.object({ pages: z.number().catch(1), records: z.array(z.unknown()) }) });

/** One page of `chat/findMessages`: messages with exactly this text. */
export function readFoundMessages(body: unknown, text: string): { pages: number; sent: SentMessage[] } {
  const { messages } = read(foundSchema, body);
  const records = messages.records.flatMap(record => sentSchema.safeParse(record).data ?? []);
  const matching = records.filter(record => readContent(record.message).text === text);
  return { pages: messages.pages, sent: matching.map(record => record.sent) };
}

const stateSchema = z.enum(['open', 'connecting', 'close']);
const connectionSchema = z.object({ instance: z.object({ state: stateSchema }) });

export function readConnectionState(body: unknown): ConnectionState {
  return read(connectionSchema, body).instance.state;
}

const instanceSchema = z.object({
  name: z.string(),
  connectionStatus: stateSchema.catch('close'),
  ownerJid: optionalJid,
});

/** The row of `instance/fetchInstances` with this name. It also holds the instance's token, which is not read. */
export function readInstance(body: unknown, instanceName: string): InstanceInfo {
  const instance = read(z.array(instanceSchema), body).find(({ name }) => name === instanceName);
  if (!instance) throw sendError({ code: 'instance_unknown', retryable: false, outcome: 'refused' });
  return { state: instance.connectionStatus, ownJid: instance.ownerJid };
}

const qrSchema = z.object({ code: optionalText, base64: optionalText, pairingCode: optionalText });

/** An open instance answers with its state, an internal failure with `{error: true}` and 200, all others with a QR code or none yet. */
export function readPairing(body: unknown): Pairing {
  const state = connectionSchema.safeParse(body).data?.instance.state ?? 'connecting';
  if (z.object({ error: z.literal(true) }).safeParse(body).success) {
    throw sendError({ code: 'gateway_failed', retryable: true, outcome: 'not_sent' }, 'pairing did not start');
  }
  const { code, base64, pairingCode } = read(qrSchema, body);
  return { state, qrText: code, qrImage: base64, pairingCode };
}

/** Groups, without those that cannot be read. */
export function readGroups(body: unknown): GatewayGroup[] {
  return read(z.array(z.unknown()), body).flatMap(group => groupSchema.safeParse(group).data ?? []);
}

export function readGroup(body: unknown): GatewayGroup {
  return read(groupSchema, body);
}

const checkSchema = z.object({ number: z.string(), exists: z.boolean(), jid: requiredJid });

/** `chat/whatsappNumbers` answers in an order of its own: `number` is the echo to match on. */
export function readNumberChecks(body: unknown, asked: readonly { number: string; digits: string }[]): NumberCheck[] {
  const answers = read(z.array(checkSchema), body);
  return asked.map(({ number, digits }) => {
    const answer = answers.find(candidate => candidate.number === digits);
    return { number, exists: answer?.exists ?? null, jid: answer?.exists ? answer.jid : null };
  });
}

const webhookSchema = z
  .object({
    url: z.string(),
    enabled: z.boolean().catch(false),
    events: z.array(z.string()).nullish().catch(null),
    headers: z.record(z.string(), z.string()).nullish().catch(null),
  })
  .transform((row): RegisteredWebhook => ({ ...row, events: row.events ?? [], headers: row.headers ?? {} }));

export function readWebhook(body: unknown): RegisteredWebhook | null {
  return body === null ? null : read(webhookSchema, body);
}

/** For calls that may be repeated: an unexpected shape is retryable, and no message hangs on it. */
function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw sendError(
    { code: 'gateway_unintelligible', retryable: true, outcome: 'not_sent' },
    z.prettifyError(parsed.error),
  );
}
