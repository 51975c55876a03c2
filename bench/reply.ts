import { until } from '../test/helpers/server-process.ts';
import { startInstallation } from './installation.ts';
import { percentile } from './statistics.ts';

const OWNER = '5511900000001';
/** What an admin writes on a day; the numbers are invented. Each command gets exactly one reply. */
const COMMANDS = [
  '/status',
  '/agendar todo dia 9h número 11 91234-5678 mensagem Bom dia!',
  '/agendamentos',
  '/modelos',
  '/agendar sexta que vem 18h30 número 11 91234-5678 modelo bomdia',
  '/ajuda agendar',
  '/agendar amanhã às 25h número 11 91234-5678 mensagem Oi',
  '/grupos',
];
/** The first ones find nothing compiled and no connection open. */
const WARM_UP = 40;

/**
 * From the first byte of the gateway's webhook to the reply's arrival at the gateway: authentication, inbox, command,
 * transaction, outbox and both ways over HTTP. The gateway accepts at once, so none of it is its time. `emptyP95Ms` is
 * what a request that does nothing took in the same run: how busy the machine was with others. `cpuMs` is the server's
 * own work for one command, its empty request included, whatever else ran.
 */
export async function measureReplies(count: number): Promise<{
  count: number;
  p50Ms: number;
  p95Ms: number;
  webhookP95Ms: number;
  emptyP95Ms: number;
  cpuMs: number;
}> {
  const { gateway, server, close } = await startInstallation();
  try {
    await until(() => gateway.webhook !== null, 10_000, 'registering the webhook');
    const replies: number[] = [];
    const webhooks: number[] = [];
    const empty: number[] = [];
    let cpuBefore = 0;
    for (let index = -WARM_UP; index < count; index++) {
      const arrived = Promise.withResolvers<number>();
      gateway.behave = () => {
        arrived.resolve(performance.now());
        return { kind: 'accept' };
      };
      const idle = performance.now();
      await (await fetch(`${server.url}/healthz`)).arrayBuffer();
      const started = performance.now();
      const text = COMMANDS[(index + WARM_UP) % COMMANDS.length]!;
      const { status } = await gateway.write(OWNER, text);
      if (status !== 200) throw new Error(`the webhook answered ${status}`);
      const answeredAt = performance.now();
      const repliedAt = await arrived.promise;
      if (index === -1) cpuBefore = await cpuSeconds(server.url);
      if (index < 0) continue;
      empty.push(started - idle);
      webhooks.push(answeredAt - started);
      replies.push(repliedAt - started);
    }
    return {
      count,
      p50Ms: percentile(replies, 0.5),
      p95Ms: percentile(replies, 0.95),
      webhookP95Ms: percentile(webhooks, 0.95),
      emptyP95Ms: percentile(empty, 0.95),
      cpuMs: (((await cpuSeconds(server.url)) - cpuBefore) * 1000) / count,
    };
  } finally {
    await close();
  }
}

/** The processor time that a server has used, by its own metrics. */
export async function cpuSeconds(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1]);
}
