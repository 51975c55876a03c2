/**
 * The two kinds of failure this program knows.
 *
 * Codes travel, sentences live in `templates/errors/<code>.hbs`: nothing below `chat` and `http` writes Portuguese.
 */

/** What a template may print about a failure: plain values only. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** The person who asked can mend it. `code` names a file in `templates/errors/`, `details` are its variables. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: string;
  readonly details: ErrorDetails;
  /** The HTTP status that says the same to an API client. */
  readonly httpStatus: number;

  constructor(code: string, details: ErrorDetails = {}, httpStatus = 400) {
    super(code);
    this.code = code;
    this.details = details;
    this.httpStatus = httpStatus;
  }
}

/**
 * What became of a call to the gateway that did not succeed.
 *
 * - `refused`: it answered no; nothing was sent
 * - `not_sent`: it was never asked, or could not have sent
 * - `unknown`: it may have sent; the caller must not simply send again
 */
export type SendOutcome = 'refused' | 'not_sent' | 'unknown';

/** The outside world failed. `code` says how, for retry rules and for the log row's `reason`. */
export class SendError extends Error {
  override readonly name = 'SendError';
  readonly code: string;
  readonly retryable: boolean;
  readonly outcome: SendOutcome;

  constructor(code: string, options: { retryable: boolean; outcome: SendOutcome; message?: string; cause?: unknown }) {
    super(options.message ?? code, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
    this.outcome = options.outcome;
  }
}
