/** The HTTP way to an Evolution API: a keep-alive pool, the key, timeouts, and failures as `SendError`. */
import { Pool } from 'undici';
import { type SendError, UserError } from '../errors.ts';
import { wordsOf } from './evolution-error-body.ts';
import {
  type FailedReply,
  type Fault,
  faultOfRepeatable,
  faultOfReply,
  faultOfTransport,
  sendError,
} from './evolution-errors.ts';

export interface EvolutionHttpOptions {
  /** Address of the API, which may have a path: `https://evo.example.com/api`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Connections at once, opened as they are needed; queued calls wait for one without using up their timeout. */
  readonly connections?: number;
  /** For TCP and TLS together, 10,000 by default. */
  readonly connectTimeoutMs?: number;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the base URL, encoded: `message/sendText/loja`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Silence allowed before the answer's head and between its parts, each. */
  readonly timeoutMs: number;
  /** True where asking twice does no harm: then no failure's outcome is `unknown`. */
  readonly repeatable: boolean;
  /** 1 MiB by default. */
  readonly maxReplyBytes?: number;
}

export interface EvolutionHttp {
  /** @returns the parsed JSON of a 2xx answer @throws SendError for everything else */
  call(request: Call): Promise<unknown>;
  /** Lets running calls end, then closes the connections. Calling it again waits for the same. */
  close(): Promise<void>;
}

const MEBIBYTE = 1024 * 1024;
/** More than an instance's `concurrency` can be, so that it alone decides, and replies always find one. */
const MAX_CONNECTIONS = 1_100;
const MAX_LOGGED_WORDS = 300;

/** @throws UserError `invalid_base_url` when the address is no http(s) URL */
export function createEvolutionHttp(options: EvolutionHttpOptions): EvolutionHttp {
  const base = parseBaseUrl(options.baseUrl);
  const pool = new Pool(base.origin, {
    connections: options.connections ?? MAX_CONNECTIONS,
    // Shorter than the 5 s after which the API's server hangs up: a call on a line that just died has an unknown outcome.
    keepAliveTimeout: 4_000,
    connect: { timeout: options.connectTimeoutMs ?? 10_000 },
  });
  const prefix = base.pathname.replace(/\/+$/, '');

  const fail = (request: Call, fault: Fault, words: string, cause?: unknown): SendError => {
    const said = words.replaceAll(options.apiKey, '[key]').slice(0, MAX_LOGGED_WORDS);
    return sendError(request.repeatable ? faultOfRepeatable(fault) : fault, `${request.path}: ${said}`, cause);
  };

  let closing: Promise<void> | undefined;

  return {
    async call(request) {
      if (closing) throw fail(request, CLOSED, 'the client is closed');
      const reply = await exchange(pool, `${prefix}/${request.path}`, options.apiKey, request).catch(error => {
        throw fail(request, faultOfTransport(error), describe(error), error);
      });
      const succeeded = reply.status >= 200 && reply.status < 300;
      if (succeeded && reply.body !== undefined) return reply.body;
      const words = [`HTTP ${reply.status}`, ...wordsOf(reply.body)].join(' ');
      // A success that is no JSON is not the gateway's: some page in between answered, so who knows.
      const fault = succeeded ? UNINTELLIGIBLE : faultOfReply(reply);
      throw fail(request, fault, words);
    },
    close: () => (closing ??= pool.close()),
  };
}

const CLOSED: Fault = { code: 'gateway_unreachable', retryable: true, outcome: 'not_sent' };
const UNINTELLIGIBLE: Fault = { code: 'gateway_unintelligible', retryable: false, outcome: 'unknown' };

/**
 * One request and its whole answer. By undici's own events: every message passes here, and a stream for each answer of
 * a few hundred bytes costs more than the rest of the call. undici follows no redirects, which would take the key to
 * another host.
 */
function exchange(pool: Pool, path: string, apiKey: string, request: Call): Promise<FailedReply> {
  const { method, timeoutMs, query, maxReplyBytes = MEBIBYTE } = request;
  const hasBody = request.body !== undefined;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let status = 0;
    pool.dispatch(
      {
        ...{ path, method, headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
        headers: { apikey: apiKey, accept: 'application/json', ...(hasBody ? JSON_TYPE : {}) },
        body: hasBody ? JSON.stringify(request.body) : null,
        ...(query ? { query } : {}),
      },
      {
        onRequestStart() {},
        onResponseStart(_controller, statusCode) {
          status = statusCode; // an interim one (1xx) is followed by the final one
        },
        onResponseData(controller, chunk) {
          bytes += chunk.length;
          // Breaks the connection: nothing more of an endless answer is read.
          if (bytes > maxReplyBytes) controller.abort(new Error(`an answer of more than ${maxReplyBytes} bytes`));
          else chunks.push(chunk);
        },
        onResponseEnd: () => resolve({ status, body: parseJson(Buffer.concat(chunks).toString('utf8')) }),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Undefined when the text is no JSON. (`null` is JSON, and is what an unset webhook answers.) */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseBaseUrl(baseUrl: string): URL {
  const url = URL.parse(baseUrl);
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new UserError('invalid_base_url', { baseUrl });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown failure';
}
