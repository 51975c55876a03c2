import type { Recipient } from '../verbs/find-recipient.ts';

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  500: 'Internal Server Error',
};

/** An answer that is no success, in the shape Evolution gives it. */
export class EvolutionError extends Error {
  override readonly name = 'EvolutionError';
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** Evolution's usual envelope; `message` is a text, a list or a list of lists, depending on who refused. */
export function refusal(status: number, message: unknown, error = REASONS[status]): EvolutionError {
  return new EvolutionError(status, { status, error, response: { message } });
}

export const unauthorized = (): EvolutionError => refusal(401, 'Unauthorized');
export const invalid = (faults: readonly string[]): EvolutionError => refusal(400, [faults]);

/** The same dead socket answers 400 for a recipient looked up before, and for groups; 500 for one that is new. */
export function socketFailure(recipient: Recipient, what: 'Connection Closed' | 'Timed Out'): EvolutionError {
  const isKnown = recipient.kind !== 'person' || recipient.cached;
  return isKnown ? refusal(400, [`Error: ${what}`]) : refusal(500, what);
}

export function notOnWhatsApp(jid: string, number: string): EvolutionError {
  return refusal(400, [{ jid, exists: false, number }]);
}

/** `chat/whatsappNumbers` answers a closed socket with the bare error of the library beneath. */
export function bareConnectionClosed(): EvolutionError {
  const payload = { statusCode: 428, error: 'Precondition Required', message: 'Connection Closed' };
  return new EvolutionError(400, {
    data: null,
    isBoom: true,
    isServer: false,
    output: { statusCode: 428, payload, headers: {} },
  });
}
