import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createChat } from './chat/chat.ts';
import { loadCommands } from './chat/load-commands.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { embeddedSecretKey, lockDataDir, openDataDir } from './data-dir.ts';
import { followDatabaseClock } from './db/follow-clock.ts';
import { createOrm, type DatabaseOptions } from './db/orm.ts';
import { tellClockJump } from './delivery/clock-notice.ts';
import type { DeliveryDeps } from './delivery/deps.ts';
import { dueInstants, dueWithin, nextDue, planMissing } from './delivery/due.ts';
import { finishAbandoned } from './delivery/finish-run.ts';
import { fireDue, LEAD_MS } from './delivery/fire.ts';
import { keepInstances } from './delivery/keep-instances.ts';
import { keepLedger } from './delivery/keep-ledger.ts';
import { expireLeases } from './delivery/leases.ts';
import { createRecaller } from './delivery/recaller.ts';
import { createReconciliation } from './delivery/reconcile.ts';
import { AHEAD_MS, createSender } from './delivery/send.ts';
import { watchConnections } from './delivery/watch-connections.ts';
import { createHttpServer } from './http/server.ts';
import { createAlarmClock } from './jobs/alarm-clock.ts';
import { createReconciler } from './jobs/reconciler.ts';
import { type Keys, type Prepared, prepare, simulatorKey, webhookSecretOf } from './prepare.ts';
import { retryUntilItWorks } from './retry-until.ts';
import { createChannels } from './scheduling/channels.ts';
import { saveGatewayGroups } from './scheduling/sync-groups.ts';
import { runWork, SYSTEM, type WorkDeps } from './scheduling/work.ts';
import { createVault } from './secrets.ts';
import { registerSimulator } from './simulator/register.ts';
import { createTemplates } from './templates/templates.ts';
import { parseWebhook } from './whatsapp/evolution-events.ts';

const root = join(import.meta.dirname, '..');
const TEMPLATES = join(root, 'templates');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** A send is at most this late when alarms and job store have failed. */
const RECONCILE_MS = 10_000;
/** And at most this late where only another process knew of it, and the job store could not tell. */
const LOOK_MS = 1_000;
/** How long a stop waits for sends that are on the way, and for running alarms. */
const STOP_MS = 20_000;
/** How long requests that are under way may take to end when we stop. */
const HTTP_STOP_MS = 2_000;

export interface App {
  http: FastifyInstance;
  /** Listens, makes the database ready and starts what this role runs. With MySQL away it listens and waits for it. */
  start(): Promise<Prepared>;
  /** No new work; what is under way ends, claims and locks are given back, connections closed. */
  close(): Promise<void>;
}

/**
 * Builds every part once, as plain objects. Nothing runs and nothing is connected before `start`.
 *
 * @throws DataDirInUseError when another process has the embedded databases
 */
export async function createApp(config: Config, logger: FastifyBaseLogger): Promise<App> {
  const dataDir = openDataDir(config.DATA_DIR);
  const isEmbedded = config.database.kind === 'sqlite';
  const unlock = isEmbedded ? lockDataDir(dataDir.path, config.publicUrl) : () => {};
  const secretKey = config.SECRET_KEY ?? embeddedSecretKey(dataDir.path);
  const keys: Keys = { secretKey, vault: createVault(secretKey) };
  const database: DatabaseOptions =
    config.database.kind === 'sqlite' ? { kind: 'sqlite', path: dataDir.database } : config.database;

  const processId = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const clock = systemClock();
  const orm = await createOrm(database);
  const templates = createTemplates({ folder: TEMPLATES });
  const channels = createChannels({ em: orm.em, vault: keys.vault });
  const role = { answers: config.ROLE !== 'worker', sends: config.ROLE !== 'api' };

  const work: WorkDeps = {
    em: orm.em,
    clock,
    timezone: config.TIMEZONE,
    alarms: { at: instant => alarms.at(instant) },
    nudges: {
      fire: at => role.sends && reconciler.nudge(at),
      send: () => role.sends && void sender.nudge(),
      reply: () => role.answers && chat.outbox.nudge(),
    },
  };
  const delivery: DeliveryDeps = { work, channelFor: channels.for, say: templates.reply, processId, logger };
  const sender = createSender(delivery);
  const reconciliation = createReconciliation(delivery, { waitMs: config.UNCERTAIN_WAIT_SECONDS * 1000 });
  const recaller = createRecaller(delivery);
  const alarms = createAlarmClock({
    store: config.MONGODB_URL ? { kind: 'mongodb', url: config.MONGODB_URL } : { kind: 'embedded', path: dataDir.jobs },
    role: config.ROLE,
    now: clock.now,
    logger,
    fire: async at => reconciler.nudge(at),
    expect: at => role.sends && reconciler.nudge(at),
  });
  const reconciler = createReconciler({
    everyMs: RECONCILE_MS,
    async dueInstants() {
      await planMissing(delivery);
      await finishAbandoned(delivery);
      return dueInstants(delivery);
    },
    async fireDue() {
      await fireDue(delivery);
    },
    leadMs: LEAD_MS,
    sendDue: sender.nudge,
    aheadMs: AHEAD_MS,
    alarms,
    ...(!isEmbedded && { looks: { everyMs: LOOK_MS, dueWithin: ms => dueWithin(delivery, ms) } }),
    logger,
    now: clock.now,
  });

  const commands = await loadCommands({ commands: join(root, 'commands'), replies: join(TEMPLATES, 'replies') });
  const chat = createChat({
    work,
    channelFor: channels.for,
    sentences: templates,
    commands,
    confirm: config.CONFIRM,
    selfChat: config.SELF_CHAT,
    processId,
    logger,
  });
  const webhookSecret = (instance: Parameters<typeof webhookSecretOf>[2]) => webhookSecretOf(config, keys, instance);
  const instances = keepInstances(delivery, {
    publicUrl: config.publicUrl,
    simulator: config.simulator,
    webhookSecret,
  });
  const ledger = keepLedger(delivery);
  const connections = watchConnections(delivery, { simulator: config.simulator });
  const databaseClock = followDatabaseClock({
    ...{ em: orm.em, clock, logger },
    async onJump(jumpMs) {
      if (role.sends) await reconciler.tick(); // arms its timers anew, too
      await tellClockJump(delivery, jumpMs);
    },
  });

  let isReady = false; // the schema is there, and the first user
  const http = await createHttpServer({
    ...{ work, vault: keys.vault, logger, version },
    role: config.ROLE,
    corsOrigins: config.CORS_ORIGINS,
    trustProxy: config.TRUST_PROXY,
    sentence: templates.error,
    channelFor: channels.for,
    publicUrl: config.publicUrl,
    settings: { version, confirm: config.CONFIRM, selfChat: config.SELF_CHAT, simulator: config.simulator },
    runCommand: chat.runCommand,
    webhookSecret,
    async syncGroups(configId) {
      const groups = await (await channels.for(configId)).fetchGroups();
      await runWork(work, SYSTEM, current => saveGatewayGroups(current, configId, groups));
      return groups.length;
    },
    async storeEvents(instance, body, pathEvent) {
      await chat.storeEvents(instance, parseWebhook(body, pathEvent ?? undefined));
    },
    health: {
      database: async () => isReady && (await orm.isConnected()),
      jobStore: alarms.state,
      clockJumps: clock.jumps,
    },
  });
  const timeMachine = {
    nextDue: () => nextDue(delivery),
    shiftBy: clock.shiftBy,
    async settle() {
      await reconciler.tick();
      await reconciliation.look();
      await sender.drain();
      await recaller.drain();
      await chat.outbox.drain();
    },
  };
  if (config.simulator && role.answers) {
    registerSimulator(http, {
      dataDir: dataDir.path,
      clock,
      logger,
      apiKey: simulatorKey(keys),
      baseUrl: `${config.publicUrl}/simulador/evolution`,
      timezone: config.TIMEZONE,
      // Time is moved only where no real gateway can be reached: elsewhere people would get messages of next week.
      ...(config.gateway || !isEmbedded ? {} : { timeMachine }),
      ...(config.ADMIN_NUMBERS[0] ? { adminNumber: config.ADMIN_NUMBERS[0] } : {}),
    });
  }

  const stopping = new AbortController();
  const makeReady = async () => {
    const prepared = await prepare(orm, database, work, config, keys);
    await databaseClock.start();
    isReady = true;
    return prepared;
  };

  async function startWorking(): Promise<void> {
    // Nobody else can be using an embedded database: what is claimed belongs to a process that died.
    if (isEmbedded) await expireLeases(delivery, { all: true });
    alarms.start();
    if (role.sends) {
      reconciler.start();
      sender.start();
      recaller.start();
      connections.start();
      reconciliation.start();
      ledger.start();
    }
    if (role.answers) {
      await chat.inbox.start({ alone: isEmbedded });
      await chat.outbox.start({ alone: isEmbedded });
      instances.start();
    }
  }

  return {
    http,
    async start() {
      const listen = () => http.listen({ host: config.HOST, port: config.PORT });
      // A server of its own may be away: then we answer 503, which the gateway repeats, instead of nothing.
      if (!isEmbedded) await listen();
      const prepared = isEmbedded ? await makeReady() : await retryUntilItWorks(makeReady, logger, stopping.signal);
      if (isEmbedded) await listen();
      await startWorking();
      return prepared;
    },
    async close() {
      stopping.abort();
      await closeHttp(http);
      instances.stop();
      connections.stop();
      ledger.stop();
      databaseClock.stop();
      await Promise.all([
        reconciler.stop(),
        chat.inbox.stop({ timeoutMs: STOP_MS }),
        sender.stop({ timeoutMs: STOP_MS }),
        reconciliation.stop({ timeoutMs: STOP_MS }),
        recaller.stop({ timeoutMs: STOP_MS }),
      ]);
      await chat.outbox.stop({ timeoutMs: STOP_MS });
      await alarms.stop({ timeoutMs: STOP_MS });
      await channels.close();
      await orm.close();
      unlock();
    },
  };
}

/** Ends what listens. A connection on which nothing was ever asked counts as busy, and would be waited for for a minute. */
async function closeHttp(http: FastifyInstance): Promise<void> {
  const impatience = setTimeout(() => http.server.closeAllConnections(), HTTP_STOP_MS);
  await http.close();
  clearTimeout(impatience);
}
