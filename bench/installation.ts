import {
  freePort,
  gatewayEnv,
  type ServerProcess,
  startServer,
  temporaryFolder,
} from '../test/helpers/server-process.ts';
import { type FakeGateway, startFakeGateway } from './fake-gateway.ts';

/** The embedded product as a process of its own, with the gateway that counts; no pace, as people's patience is not measured. */
export interface Installation {
  gateway: FakeGateway;
  server: ServerProcess;
  /** A call of the API as its first user. @throws on a refusal */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export async function startInstallation(): Promise<Installation> {
  const folder = temporaryFolder();
  const gateway = await startFakeGateway();
  const access = gatewayEnv(gateway);
  const env = { ...access, DATA_DIR: folder.path, LOG_LEVEL: 'error' };
  const server = await startServer({ port: await freePort(), env });
  const request = async (method: string, path: string, body?: unknown, token?: string) => {
    const reply = await fetch(server.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Token ${token}` } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await reply.json();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(answer)}`);
    return answer;
  };
  const login = { username: 'admin', password: access.ADMIN_PASSWORD };
  const { token } = (await request('POST', '/api-token-auth/', login)) as { token: string };
  const call: Installation['call'] = (method, path, body) => request(method, path, body, token);
  await call('PATCH', '/api/evolution-configs/1/', { pace: 'livre' });
  return {
    ...{ gateway, server, call },
    async close() {
      await server.stop();
      await gateway.close();
      folder.remove();
    },
  };
}
