import type { Identity } from './identity.ts';
import type { WebhookConfig } from './store/settings.ts';

/** Evolution's `WEBHOOK_REQUEST_TIMEOUT_MS`. */
const TIMEOUT_MS = 30_000;

/** Evolution's `WEBHOOK_RETRY_NON_RETRYABLE_STATUS_CODES`: after one of these the event is gone. */
const FINAL_STATUSES: ReadonlySet<number> = new Set([400, 401, 403, 404, 422]);

export type PostResult =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

/** `messages.upsert` → `MESSAGES_UPSERT`, the name used in a webhook's list of events. */
export const configName = (event: string): string => event.toUpperCase().replace(/[.-]/g, '_');

/** The body of a webhook. `date_time` is local wall time that claims to be UTC, as the real gateway's is. */
export function envelope(
  identity: Identity,
  config: WebhookConfig,
  event: string,
  data: unknown,
  now: Temporal.Instant,
) {
  const wallTime = now.toZonedDateTimeISO(identity.timezone).toPlainDateTime();
  return {
    event,
    instance: identity.instanceName,
    data,
    destination: config.url,
    date_time: `${wallTime.toString({ fractionalSecondDigits: 3 })}Z`,
    sender: identity.own.jid,
    server_url: identity.baseUrl,
    apikey: identity.apiKey,
  };
}

/** One attempt to hand an event over. Never throws: what went wrong is in the result, without any header or key. */
export async function postWebhook(
  config: WebhookConfig,
  event: string,
  body: object,
  signal: AbortSignal,
): Promise<PostResult> {
  const url = config.byEvents ? `${config.url}/${event.replaceAll('.', '-')}` : config.url;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'user-agent': 'axios/1.7.9', ...config.headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    if (response.ok) return { kind: 'accepted' };
    return { kind: FINAL_STATUSES.has(response.status) ? 'refused' : 'failed', why: `HTTP ${response.status}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { kind: 'failed', why: cause instanceof Error ? cause.message : String(cause) };
  }
}
