import { type FakeGateway, startFakeGateway } from '../../bench/fake-gateway.ts';
import { virtualClock } from '../../src/clock.ts';
import type { Admin, EvolutionConfig } from '../../src/db/entities/index.ts';
import type { DeliveryDeps } from '../../src/delivery/deps.ts';
import { silentLogger } from '../../src/logger.ts';
import { parseWhen } from '../../src/schedule/parse-command.ts';
import { addAdmin } from '../../src/scheduling/add-admin.ts';
import { createChannels } from '../../src/scheduling/channels.ts';
import { createSchedule, type ScheduleInput } from '../../src/scheduling/create-schedule.ts';
import { ensureInstance } from '../../src/scheduling/ensure-instance.ts';
import { runWork, SYSTEM, type Work, type WorkDeps } from '../../src/scheduling/work.ts';
import { createVault } from '../../src/secrets.ts';
import { type TestDatabase, testDatabase } from './database.ts';

export const ZONE = 'America/Sao_Paulo';
export const OWNER = '+5511900000001';

/** An installation without HTTP and chat: a database, a gateway that counts, a clock that is moved by hand. */
export interface World {
  db: TestDatabase;
  clock: ReturnType<typeof virtualClock>;
  gateway: FakeGateway;
  deps: DeliveryDeps;
  workDeps: WorkDeps;
  instance: EvolutionConfig;
  owner: Admin;
  /** Instants that an alarm was asked for. */
  alarms: string[];
  /** One unit of work, as the owner. */
  run<T>(work: (work: Work) => Promise<T>): Promise<T>;
  /** A schedule to numbers, from a phrase. */
  schedule(when: string, more?: Partial<ScheduleInput> & { numbers?: string[] }): Promise<number>;
  close(): Promise<void>;
}

/** @param now when the story begins, ISO with offset */
export async function createWorld(
  now = '2026-11-24T10:00:00-03:00',
  create: () => Promise<TestDatabase> = testDatabase,
): Promise<World> {
  const db = await create();
  const gateway = await startFakeGateway();
  const clock = virtualClock(now);
  gateway.now = () => clock.now().epochMilliseconds;
  const alarms: string[] = [];
  const vault = createVault('segredo de teste');
  const workDeps: WorkDeps = {
    em: db.orm.em,
    clock,
    timezone: ZONE,
    alarms: { at: instant => void alarms.push(instant.toString()) },
    nudges: { fire() {}, send() {}, reply() {} },
  };
  const channels = createChannels({ em: db.orm.em, vault });
  const deps: DeliveryDeps = {
    work: workDeps,
    channelFor: id => channels.for(id),
    say: (template, data) => `${template} ${JSON.stringify(data)}`,
    processId: 'test',
    logger: silentLogger,
  };
  const { instance, owner } = await runWork(workDeps, SYSTEM, async work => {
    const { baseUrl, instanceName, apiKey } = gateway;
    const { config } = await ensureInstance(work, {
      ...{ name: 'Loja', baseUrl, instanceName },
      apiKeyEncrypted: vault.encrypt(apiKey),
      isSimulator: false,
    });
    config.pace = 'livre';
    return { instance: config, owner: await addAdmin(work, { phone: OWNER, name: 'Bia', role: 'owner' }) };
  });
  const run = <T>(work: (work: Work) => Promise<T>) =>
    runWork(workDeps, { type: 'admin', id: owner.id, name: owner.name, role: 'owner', source: 'chat' }, work);
  return {
    ...{ db, clock, gateway, deps, workDeps, instance, owner, alarms, run },
    async schedule(when, { numbers = ['+5511912345678'], ...more } = {}) {
      const reading = parseWhen(when, { now: clock.now(), timezone: ZONE });
      if (!reading.rule || !reading.anchor) throw new Error(`not a when: ${when} ${JSON.stringify(reading.problems)}`);
      const timed = { rule: reading.rule, anchor: reading.anchor, timezone: ZONE };
      const recipients = numbers.map(phone => ({ type: 'number' as const, phone }));
      const schedule = await run(work =>
        createSchedule(work, { timed, recipients, content: { text: 'Oi!' }, ...more }),
      );
      return schedule.id;
    },
    async close() {
      await channels.close();
      await gateway.close();
      await db.close();
    },
  };
}
