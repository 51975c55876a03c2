import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { Delivery, Occurrence, OutboxMessage } from '../../src/db/entities/index.ts';
import { followDatabaseClock } from '../../src/db/follow-clock.ts';
import { databaseNow, isSqlite } from '../../src/db/orm.ts';
import { tellClockJump } from '../../src/delivery/clock-notice.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { silentLogger } from '../../src/logger.ts';
import { parseWhen } from '../../src/schedule/parse-command.ts';
import { createSchedule } from '../../src/scheduling/create-schedule.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { until } from '../helpers/server-process.ts';
import { createWorld, type World, ZONE } from '../helpers/world.ts';

const HOUR = 3_600_000;

describeEachDatabase('a clock that jumps', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
  });
  afterEach(() => world.close());

  const fireAt = async (local: string) => {
    world.clock.set(`${local}-03:00`);
    await fireDue(world.deps);
  };
  const ends = async (schedule: number) =>
    (await world.db.em.find(Occurrence, { schedule }, { orderBy: { plannedAt: 'asc' } })).map(
      row => `${row.plannedAt.toZonedDateTimeISO(ZONE).toPlainDateTime().toString().slice(5, 16)} ${row.status}`,
    );

  test('backwards fires nothing twice, and the schedule goes on', async () => {
    const id = await world.schedule('todo dia às 11h');
    await fireAt('2026-11-24T11:00:00');
    await fireAt('2026-11-24T10:30:00');
    await fireAt('2026-11-24T11:00:00');
    expect(await world.db.em.count(Delivery)).toBe(1);
    expect(await ends(id)).toEqual(['11-24T11:00 firing', '11-25T11:00 planned']);
  });

  test('backwards does not bring back instants of a schedule that was made before it', async () => {
    world.clock.set('2026-11-24T11:30:00-03:00'); // wrong by an hour and a half
    const id = await world.schedule('todo dia às 11h');
    await fireAt('2026-11-24T10:00:00');
    await fireAt('2026-11-24T11:00:00');
    expect(await ends(id)).toEqual(['11-25T11:00 planned']);
  });

  test('a schedule whose rule began long ago fires for nothing before it was made', async () => {
    const { rule } = parseWhen('todo dia às 9h', { now: world.clock.now(), timezone: ZONE });
    const timed = { rule: rule!, anchor: '2026-10-01T09:00', timezone: ZONE };
    const recipients = [{ type: 'number' as const, phone: '+5511912345678' }];
    const { id } = await world.run(work => createSchedule(work, { timed, recipients, content: { text: 'Oi!' } }));
    await fireAt('2026-11-24T10:00:01');
    expect(await ends(id)).toEqual(['11-25T09:00 planned']);
  });

  test('is measured anew at once, and then everybody is told', async () => {
    const time = { wall: Date.now(), steady: 0 };
    const clock = systemClock({ wallMs: () => time.wall, steadyMs: () => time.steady });
    const jumps: number[] = [];
    const follower = followDatabaseClock({
      ...{ em: world.db.orm.em, clock, logger: silentLogger },
      onJump: async ms => void jumps.push(ms),
    });
    await follower.start();
    time.wall += HOUR;
    const heldAt = clock.now();
    expect(heldAt.epochMilliseconds).toBeLessThan(time.wall - HOUR / 2);
    await until(() => jumps.length > 0);
    follower.stop();
    expect(jumps).toEqual([HOUR]);
    // The clock of the injected machine runs an hour ahead for good; what was measured is this test's own machine.
    const offMs = clock.now().epochMilliseconds - time.wall;
    const databaseOffMs = (await databaseNow(world.db.em)).epochMilliseconds - Date.now();
    expect(Math.abs(offMs - (isSqlite(world.db.em) ? 0 : databaseOffMs))).toBeLessThan(60_000);
  });

  test('is told to the owners once, by however many processes', async () => {
    await Promise.all([1, 2, 3].map(() => tellClockJump(world.deps, -HOUR, 'servidor')));
    const notices = await world.db.em.find(OutboxMessage, { kind: 'notice' });
    expect(notices.map(({ text }) => text)).toEqual([
      'avisos/relogio {"machine":"servidor","minutes":60,"isForward":false}',
    ]);
    world.clock.advance({ minutes: 11 });
    await tellClockJump(world.deps, -HOUR, 'servidor');
    expect(await world.db.em.count(OutboxMessage, { kind: 'notice' })).toBe(2);
  });
});
