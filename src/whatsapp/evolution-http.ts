/** The HTTP way to an Evolution API: a keep-alive pool, the key, timeouts, and failures as `SendError`. */
import { type Dispatcher, Pool } from 'undici';
import { type SendError, UserError } from '../errors.ts';
import { wordsOf } from './evolution-error-body.ts';
import { type Fault, faultOfRepeatable, faultOfReply, faultOfTransport, sendError } from './evolution-errors.ts';

export interface EvolutionHttpOptions {
  /** Address of the API, which may have a path: `https://evo.example.com/api`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Connections at once, 8 by default: queued calls wait for one without using up their timeout. */
  readonly connections?: number;
  /** For TCP and TLS together, 10,000 by default. */
  readonly connectTimeoutMs?: number;
}

export interface Call {
  readonly method: 'GET' | 'POST';
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
const MAX_LOGGED_WORDS = 300;

/** @throws UserError `invalid_base_url` when the address is no http(s) URL */
export function createEvolutionHttp(options: EvolutionHttpOptions): EvolutionHttp {
  const base = parseBaseUrl(options.baseUrl);
  const pool = new Pool(base.origin, {
    connections: options.connections ?? 8,
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

/** One request and its whole answer. undici follows no redirects, which would take the key to another host. */
async function exchange(pool: Pool, path: string, apiKey: string, request: Call) {
  const response = await pool.request({
    path,
    method: request.method,
    headers: { apikey: apiKey, accept: 'application/json', ...(request.body === undefined ? {} : JSON_TYPE) },
    body: request.body === undefined ? null : JSON.stringify(request.body),
    headersTimeout: request.timeoutMs,
    bodyTimeout: request.timeoutMs,
    ...(request.query ? { query: request.query } : {}),
  });
  const text = await readText(response.body, request.maxReplyBytes ?? MEBIBYTE);
  return { status: response.statusCode, body: parseJson(text) };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Leaving the loop destroys the body, and with it the connection: nothing more of an endless answer is read. */
async function readText(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Error(`an answer of more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

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
