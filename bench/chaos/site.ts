import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MongoClient } from 'mongodb';
import { createOrm } from '../../src/db/orm.ts';
import { mysqlOptions } from '../../test/helpers/database.ts';
import {
  freePort,
  gatewayEnv,
  type ServerProcess,
  startServer,
  temporaryFolder,
  until,
} from '../../test/helpers/server-process.ts';
import { startTcpProxy, type TcpProxy } from '../../test/helpers/tcp-proxy.ts';
import { type Call, logIn } from '../api.ts';
import type { FakeGateway } from '../fake-gateway.ts';
import type { Setup } from '../installation.ts';

/** An installation of real processes, each of them started again when it ends, as a supervisor does. */
export interface Site {
  url: string;
  members: readonly Member[];
  call: Call;
  /** Facts, straight from the database's files or server, whatever the product can reach. */
  rows<Row>(sql: string): Promise<Row[]>;
  /** Null where the database is a file: it cannot be away. */
  database: TcpProxy | null;
  jobStore: {
    /** All of it is gone, as by somebody's `drop`. */
    drop(): Promise<void>;
    /** Null where it is a file. */
    proxy: TcpProxy | null;
  };
  close(): Promise<void>;
}

export interface Member {
  readonly role: string;
  readonly pid: number;
  /** SIGKILL, and started again after `downMs`. */
  kill(downMs: number): Promise<void>;
  /** How often it ended by itself: never, in a product that stands its surroundings. */
  readonly ownEnds: readonly string[];
}

export interface SiteOptions {
  setup: Setup;
  gateway: FakeGateway;
  /** Of `ROLE=worker` beside one `ROLE=api`, on MySQL. */
  workers?: number;
  env?: Record<string, string>;
}

const isReady = (url: string) => async () => (await fetch(`${url}/readyz`).catch(() => null))?.status === 200;
const READY_MS = 120_000;
/** Compiled modules: a process that is started ten times a minute should not compile them ten times. */
const COMPILE_CACHE = join(tmpdir(), 'agendador-bench-modules');

export async function startSite(options: SiteOptions): Promise<Site> {
  const { setup, gateway } = options;
  const folder = temporaryFolder();
  const port = await freePort();
  const store = setup === 'embedded' ? embeddedStore(folder.path) : await servedStore();
  const env = {
    ...gatewayEnv(gateway),
    ...{ DATA_DIR: folder.path, LOG_LEVEL: 'error', PUBLIC_URL: `http://127.0.0.1:${port}` },
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    ...store.env,
    ...options.env,
  };
  // The cache is written by a process that ends in good order, and by none that is killed.
  if (!existsSync(COMPILE_CACHE)) {
    const primer = await startServer({ port, env, untilReady: false });
    await until(isReady(primer.url), READY_MS, 'the first start');
    await primer.stop();
  }
  const first = supervise(setup === 'embedded' ? 'all' : 'api', port, env);
  const workers = setup === 'embedded' ? 0 : (options.workers ?? 2);
  const members = [first];
  for (let worker = 0; worker < workers; worker++) members.push(supervise('worker', await freePort(), env));

  const url = `http://127.0.0.1:${port}`;
  for (const member of members) await until(isReady(member.url), READY_MS, `the start of ${member.role}`);
  await until(() => gateway.webhook !== null, READY_MS, 'the registration of the webhook');

  return {
    ...{
      url,
      members,
      call: await logIn(url, gatewayEnv(gateway).ADMIN_PASSWORD!),
      rows: store.rows,
      database: store.database,
      jobStore: store.jobStore,
    },
    async close() {
      await Promise.all(members.map(member => member.end()));
      await store.close();
      folder.remove();
    },
  };
}

function supervise(role: string, port: number, env: Record<string, string>) {
  const ownEnds: string[] = [];
  let current: ServerProcess;
  let isWanted = true;
  let isKilled = false;

  const start = async () => {
    isKilled = false;
    const started = await startServer({ port, env: { ...env, ROLE: role }, untilReady: false });
    current = started;
    void started.ended.then(code => {
      if (!isWanted || isKilled) return;
      ownEnds.push(`${role} ended with ${code}: ${started.output().slice(-600)}`);
      setTimeout(() => void start(), 500);
    });
  };
  const starting = start();
  return {
    ...{ role, ownEnds, url: `http://127.0.0.1:${port}` },
    get pid() {
      return current.pid;
    },
    async kill(downMs: number) {
      await starting;
      if (isKilled) return; // and about to be started again: a second start would fight the first one for the port
      isKilled = true;
      await current.kill();
      setTimeout(() => isWanted && void start(), downMs);
    },
    async end() {
      isWanted = false;
      await current.kill();
    },
  };
}

type Store = Pick<Site, 'rows' | 'database' | 'jobStore' | 'close'> & { env: Record<string, string> };

function embeddedStore(folder: string): Store {
  return {
    env: {},
    database: null,
    jobStore: {
      proxy: null,
      async drop() {
        for (const suffix of ['', '-wal', '-shm']) rmSync(`${folder}/jobs.sqlite${suffix}`, { force: true });
      },
    },
    // A connection for each question: one that stays open would help the product through its crashes.
    async rows<Row>(sql: string) {
      const database = new DatabaseSync(`${folder}/agendador.sqlite`, { readOnly: true, timeout: 10_000 });
      try {
        return database.prepare(sql).all() as Row[];
      } finally {
        database.close();
      }
    },
    async close() {},
  };
}

async function servedStore(): Promise<Store> {
  const { TEST_MYSQL_URL, TEST_MONGODB_URL } = process.env;
  if (!TEST_MYSQL_URL || !TEST_MONGODB_URL) throw new Error('TEST_MYSQL_URL and TEST_MONGODB_URL have to be set');
  const name = `agendador_chaos_${randomBytes(5).toString('hex')}`;
  const server = mysqlOptions(TEST_MYSQL_URL, name);
  const mongoUrl = new URL(TEST_MONGODB_URL);
  const database = await startTcpProxy(server);
  const proxy = await startTcpProxy({ host: mongoUrl.hostname, port: Number(mongoUrl.port || 27_017) });
  const orm = await createOrm(server);
  const mongo = new MongoClient(TEST_MONGODB_URL);
  return {
    env: {
      ...{ SECRET_KEY: 'segredo-de-teste-para-varios-processos', DB_HOST: '127.0.0.1', DB_PORT: String(database.port) },
      ...{ DB_NAME: name, DB_USER: server.user, DB_PASSWORD: server.password },
      MONGODB_URL: `mongodb://127.0.0.1:${proxy.port}/${name}`,
    },
    rows: <Row>(sql: string) => orm.em.fork().execute<Row[]>(sql),
    database,
    jobStore: { proxy, drop: () => dropped(mongo, name) },
    async close() {
      await Promise.all([database.close(), proxy.close()]);
      await dropped(mongo, name);
      await mongo.close();
      await orm.schema.dropDatabase(name);
      await orm.close();
    },
  };
}

/** A server that stands in for MongoDB may find a collection written to while it drops it, and refuse: it is asked again. */
async function dropped(mongo: MongoClient, name: string): Promise<void> {
  let refusal: unknown;
  const drop = () =>
    mongo
      .db(name)
      .dropDatabase()
      .catch(error => {
        refusal = error;
        return false;
      });
  await until(drop, 10_000).catch(error => {
    throw new Error('the job store would not be dropped', { cause: refusal ?? error });
  });
}
