/** The whole HTTP server on a real database; what it gets from its neighbours are small functions that can be watched. */
import { PassThrough } from 'node:stream';
import { afterEach } from 'vitest';
import { virtualClock } from '../../src/clock.ts';
import { ApiToken, EvolutionConfig, SCOPES, type Scope, User } from '../../src/db/entities/index.ts';
import type { Em } from '../../src/db/orm.ts';
import { SendError } from '../../src/errors.ts';
import { createLogger } from '../../src/http/logger.ts';
import type { HttpOptions } from '../../src/http/options.ts';
import { hashPassword } from '../../src/http/passwords.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { hashToken } from '../../src/http/tokens.ts';
import { createVault, sha256 } from '../../src/secrets.ts';
import { type TestDatabase, testDatabase } from '../helpers/database.ts';

/** A Tuesday, 10:00 in São Paulo. */
export const NOW = '2026-11-24T13:00:00Z';
export const PASSWORD = 'uma senha boa';
export const SECRET = 'segredo-da-instancia';
/** One hundredth of the real work: tests log in often. */
const CHEAP = { N: 2 ** 8, r: 8, p: 1 };

export interface Answered {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of many shapes, and fail where it has another
  body: any;
  headers: Record<string, unknown>;
}

export interface TestServer extends Awaited<ReturnType<typeof testServer>> {}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A server with one instance and a user `dona`; closed after the test. */
export async function testServer(
  more: Partial<HttpOptions> = {},
  createDatabase: () => Promise<TestDatabase> = testDatabase,
) {
  const database = await createDatabase();
  const clock = virtualClock(NOW);
  const stored: { configId: number; body: unknown; pathEvent: string | null }[] = [];
  const logged = new PassThrough();
  let log = '';
  logged.on('data', chunk => {
    log += chunk;
  });
  const work = {
    em: database.em,
    clock,
    timezone: 'America/Sao_Paulo',
    alarms: { at() {} },
    nudges: { fire() {}, send() {}, reply() {} },
  };
  const app = await createHttpServer({
    work,
    vault: createVault('chave de teste'),
    role: 'all',
    corsOrigins: [],
    trustProxy: false,
    version: '0.0.0-test',
    logger: createLogger({ LOG_LEVEL: 'debug', DEBUG: false }, logged),
    sentence: code => `frase de ${code}`,
    runCommand: async (actor, text) => ({
      ok: true,
      reply: `${actor.role} disse ${text}`,
      question: null,
      result: null,
    }),
    syncGroups: async configId => configId * 10,
    publicUrl: 'https://loja.example',
    settings: { version: '0.0.0-test', confirm: 'risky', selfChat: true, simulator: false },
    webhookSecret: ({ id }) => `segredo ${id}`,
    channelFor: async () => {
      throw new SendError('unreachable', { retryable: true, outcome: 'not_sent' });
    },
    storeEvents: async (config, body, pathEvent) => void stored.push({ configId: config.id, body, pathEvent }),
    health: { database: async () => true, jobStore: () => 'ok' },
    ...more,
  });
  const instance = await saveInstance(database.em);
  const user = await saveUser(database.em);
  open.push(async () => {
    await app.close();
    await database.close();
  });

  for (const scope of SCOPES) {
    const row = { user: user.id, tokenHash: hashToken(tokenOf(scope)), name: '', scope, createdAt: clock.now() };
    await database.em.insert(ApiToken, row);
  }

  /** One request with JSON in and out; `scope: null` sends no token. */
  async function request(
    line: string,
    payload?: unknown,
    options: { scope?: Scope | null; headers?: Record<string, string> } = {},
  ): Promise<Answered> {
    const [method, url] = line.split(' ') as ['GET', string];
    const { scope = 'admin', headers = {} } = options;
    const authorization = scope === null ? {} : { authorization: `Token ${tokenOf(scope)}` };
    const answer = await app.inject({
      ...{ method, url, headers: { ...authorization, ...headers } },
      ...(payload === undefined ? {} : { payload: payload as object }),
    });
    const isJson = String(answer.headers['content-type']).startsWith('application/json');
    return { status: answer.statusCode, body: isJson ? answer.json() : answer.body, headers: answer.headers };
  }

  return {
    ...{ app, clock, database, instance, user, stored, request },
    /** Everything logged so far. */
    log: () => log,
  };
}

/** The user's token of a scope. */
export const tokenOf = (scope: Scope) => `token-${scope}`;

async function saveInstance(em: Em): Promise<EvolutionConfig> {
  const at = Temporal.Instant.from(NOW);
  const instance = em.create(EvolutionConfig, {
    name: 'Loja',
    baseUrl: 'http://127.0.0.1:1',
    instanceName: 'loja',
    apiKeyEncrypted: 'v1.x',
    isDefault: true,
    webhookSecretHash: sha256(SECRET),
    createdAt: at,
    updatedAt: at,
  });
  await em.flush();
  return instance;
}

async function saveUser(em: Em): Promise<User> {
  const at = Temporal.Instant.from(NOW);
  const passwordHash = await hashPassword(PASSWORD, CHEAP);
  const user = em.create(User, { username: 'dona', passwordHash, scope: 'admin', createdAt: at, updatedAt: at });
  await em.flush();
  return user;
}
