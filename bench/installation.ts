import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { createOrm } from '../src/db/orm.ts';
import { mysqlOptions } from '../test/helpers/database.ts';
import {
  freePort,
  gatewayEnv,
  type ServerProcess,
  startServer,
  temporaryFolder,
} from '../test/helpers/server-process.ts';
import { type Call, logIn } from './api.ts';
import { type FakeGateway, startFakeGateway } from './fake-gateway.ts';

/** Where the data and the jobs are. `servers`: MySQL and the MongoDB protocol, of TEST_MYSQL_URL and TEST_MONGODB_URL. */
export type Setup = 'embedded' | 'servers';

/** The set-ups that this machine can measure. */
export function setups(): Setup[] {
  return process.env.TEST_MYSQL_URL && process.env.TEST_MONGODB_URL ? ['embedded', 'servers'] : ['embedded'];
}

export interface InstallationOptions {
  setup?: Setup;
  /** The process of each role; the first one answers the API. One of `all` unless given. */
  roles?: readonly ('all' | 'api' | 'worker')[];
  /** Messages that may be on the way at once. */
  concurrency?: number;
}

/** The product as processes of its own, with the gateway that counts; no pace, as people's patience is not measured. */
export interface Installation {
  gateway: FakeGateway;
  /** The one that answers the API. */
  server: ServerProcess;
  servers: readonly ServerProcess[];
  call: Call;
  close(): Promise<void>;
}

export async function startInstallation(options: InstallationOptions = {}): Promise<Installation> {
  const { setup = 'embedded', roles = ['all'], concurrency = 1 } = options;
  const folder = temporaryFolder();
  const gateway = await startFakeGateway();
  const access = gatewayEnv(gateway);
  const databases = setup === 'servers' ? serverDatabases() : { env: {}, drop: async () => {} };
  const [port, ...others] = await Promise.all(roles.map(freePort));
  const shared = {
    ...{ ...access, ...databases.env, DATA_DIR: folder.path, LOG_LEVEL: 'error' },
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
  const servers = await Promise.all(
    roles.map((ROLE, index) => startServer({ port: [port, ...others][index]!, env: { ...shared, ROLE } })),
  );
  const server = servers[0]!;
  const call = await logIn(server.url, access.ADMIN_PASSWORD!);
  await call('PATCH', '/api/evolution-configs/1/', { pace: 'livre', concurrency });
  return {
    ...{ gateway, server, servers, call },
    async close() {
      await Promise.all(servers.map(one => one.stop()));
      await gateway.close();
      await databases.drop();
      folder.remove();
    },
  };
}

/** Databases of their own on the servers of TEST_MYSQL_URL and TEST_MONGODB_URL. */
function serverDatabases(): { env: Record<string, string>; drop(): Promise<void> } {
  const { TEST_MYSQL_URL, TEST_MONGODB_URL } = process.env;
  if (!TEST_MYSQL_URL || !TEST_MONGODB_URL) throw new Error('TEST_MYSQL_URL and TEST_MONGODB_URL are not both set');
  const options = mysqlOptions(TEST_MYSQL_URL, `agendador_bench_${randomBytes(5).toString('hex')}`);
  const { host, port, name, user, password } = options;
  const mongoUrl = `${TEST_MONGODB_URL}/${name}`;
  return {
    env: {
      ...{ DB_HOST: host, DB_PORT: String(port), DB_NAME: name, DB_USER: user, DB_PASSWORD: password },
      ...{ MONGODB_URL: mongoUrl, SECRET_KEY: 'segredo-das-medidas-em-varios-processos' },
    },
    async drop() {
      const orm = await createOrm(options);
      await orm.schema.dropDatabase(name);
      await orm.close();
      const mongo = await MongoClient.connect(mongoUrl);
      await mongo.db().dropDatabase();
      await mongo.close();
    },
  };
}
