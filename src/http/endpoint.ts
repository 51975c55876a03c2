import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods, RouteShorthandOptions } from 'fastify';
import type { z } from 'zod';
import type { Scope } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { UserError } from '../errors.ts';
import { runWork, type Work, type WorkDeps } from '../scheduling/work.ts';
import { authenticate, type Caller, demandScope } from './auth.ts';
import { etagOf, expectedVersion } from './conditional.ts';
import { runOnce } from './idempotency.ts';
import { parseInput } from './validation.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const ALL_METHODS: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What an endpoint answers; a row's `version` becomes its ETag. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** A request after its checks. */
export interface Call<P, Q, B> {
  readonly caller: Caller;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** From `If-Match`; undefined: any. */
  readonly expectedVersion: number | undefined;
  /** A unit of work for reading. */
  readonly em: Em;
  readonly request: FastifyRequest;
  /** One transaction in the caller's name; every change goes through it. */
  change<T>(work: (work: Work) => Promise<T>): Promise<T>;
}

/** One method of one address: its schemas check the request and are its documentation. */
export interface Endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method: Method;
  /** With its canonical trailing slash; parameters as `:id`. */
  path: string;
  /** One Portuguese line. */
  summary: string;
  /** The least scope; null: no token is asked for. */
  scope: Scope | null;
  params?: P;
  query?: Q;
  body?: B;
  /** Answer by status; null: without a body. */
  answers: Readonly<Record<number, z.ZodType | null>>;
  /** The token may come as `?token=`: for programs that can only be given an address. */
  tokenInQuery?: boolean;
  /** The answer holds a secret that is shown once: it is not kept for a repeated `Idempotency-Key`. */
  secretAnswer?: boolean;
  /** Options of the route, such as a rate limit. */
  route?: Omit<RouteShorthandOptions, 'schema' | 'onRequest'>;
  handle(call: Call<z.output<P>, z.output<Q>, z.output<B>>): Promise<Answer>;
}

/** An endpoint as the API description needs it. */
export type DescribedEndpoint = Omit<
  Endpoint<z.ZodType, z.ZodType, z.ZodType>,
  'handle' | 'route' | 'secretAnswer' | 'tokenInQuery'
>;

/** What resources register themselves with. */
export interface Api {
  add<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(endpoint: Endpoint<P, Q, B>): void;
  /** Everything that was added, for /openapi.json. */
  readonly endpoints: readonly DescribedEndpoint[];
  /** Answers 405 for the methods that an address does not have; call it when all are added. */
  refuseOtherMethods(): void;
}

/** The one place where requests are authenticated, checked, run and answered. */
export function createApi(app: FastifyInstance, deps: WorkDeps): Api {
  const endpoints: DescribedEndpoint[] = [];
  // Who asks is known before the body is read, and needed after.
  const callers = new WeakMap<FastifyRequest, Caller>();

  const identify =
    (scope: Scope | null, tokenInQuery = false) =>
    async (request: FastifyRequest) => {
      if (scope === null) return;
      const caller = await authenticate(deps, request, { tokenInQuery });
      demandScope(caller, scope);
      callers.set(request, caller);
    };

  return {
    endpoints,
    add(endpoint) {
      endpoints.push(endpoint as unknown as DescribedEndpoint);
      const { method, path: url, scope, tokenInQuery, route = {} } = endpoint;
      app.route({
        ...route,
        method,
        url,
        onRequest: identify(scope, tokenInQuery),
        handler: async (request, reply) => {
          const caller = callers.get(request);
          const call = readCall(endpoint, request, caller, deps);
          if (method !== 'POST' || !caller) return send(reply, await endpoint.handle(call));
          const once = { userId: caller.actor.id!, secret: endpoint.secretAnswer ?? false };
          return send(reply, await runOnce(deps, request, once, () => endpoint.handle(call)));
        },
      });
    },
    refuseOtherMethods() {
      for (const [path, methods] of methodsByPath(endpoints)) {
        const others = ALL_METHODS.filter(method => !methods.includes(method as Method));
        const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ');
        const isOpen = endpoints.some(endpoint => endpoint.path === path && endpoint.scope === null);
        const refuse = async (request: FastifyRequest, reply: FastifyReply) => {
          await identify(isOpen ? null : 'read')(request);
          reply.header('allow', allow);
          throw new UserError('method_not_allowed', {}, 405);
        };
        if (others.length === 0) continue;
        app.route({ method: others, url: path, onRequest: refuse, handler: refuse });
      }
    },
  };
}

function readCall<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  endpoint: Endpoint<P, Q, B>,
  request: FastifyRequest,
  caller: Caller | undefined,
  deps: WorkDeps,
): Call<z.output<P>, z.output<Q>, z.output<B>> {
  const { params, query, body } = endpoint;
  const address = params?.safeParse(request.params);
  // An id that cannot be one names nothing.
  if (address?.success === false) throw new UserError('not_found', {}, 404);
  return {
    caller: caller as Caller, // endpoints without a scope do not look at it
    params: address?.data as z.output<P>,
    query: (query && parseInput(query, request.query)) as z.output<Q>,
    body: (body && parseInput(body, request.body)) as z.output<B>,
    expectedVersion: expectedVersion(request.headers['if-match']) ?? undefined,
    em: deps.em.fork(),
    request,
    change: work => runWork(deps, (caller as Caller).actor, work),
  };
}

function send(reply: FastifyReply, { status, body, headers = {} }: Answer) {
  const version = (body as { version?: unknown } | null | undefined)?.version;
  if (typeof version === 'number') reply.header('etag', etagOf(version));
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .send(body);
}

function methodsByPath(endpoints: readonly DescribedEndpoint[]): Map<string, Method[]> {
  const byPath = new Map<string, Method[]>();
  for (const { path, method } of endpoints) byPath.set(path, [...(byPath.get(path) ?? []), method]);
  return byPath;
}
