import { afterEach, beforeEach, expect, test } from 'vitest';
import { AuditEntry, Delivery, Occurrence, Schedule } from '../../src/db/entities/index.ts';
import { dueInstants, nextDue } from '../../src/delivery/due.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { cancelSchedule } from '../../src/scheduling/cancel-schedule.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { resumeSchedule } from '../../src/scheduling/resume-schedule.ts';
import { undoLast } from '../../src/scheduling/undo.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

describeEachDatabase('a pause that ends by itself', create => {
  let world: World;
  let id: number;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    id = await world.schedule('todo dia às 11h');
  });
  afterEach(() => world.close());

  const until = (local: string) => Temporal.Instant.from(`${local}-03:00`);
  const pause = (local: string) => world.run(work => pauseSchedule(work, id, { until: until(local) }));
  const schedule = () => world.db.em.findOneOrFail(Schedule, id);
  const planned = async () =>
    (await world.db.em.find(Occurrence, { status: 'planned' })).map(row => row.dueAt.toString());

  test('rings at its end, and is what is due next until then', async () => {
    await pause('2026-11-24T12:00:00');
    expect(world.alarms).toContain('2026-11-24T15:00:00Z');
    expect((await dueInstants(world.deps)).map(String)).toEqual(['2026-11-24T15:00:00Z']);
    expect((await nextDue(world.deps))?.toString()).toBe('2026-11-24T15:00:00Z');
  });

  test('holds what falls into it and plans from its end, once', async () => {
    await pause('2026-11-26T08:00:00');
    world.clock.set('2026-11-26T07:59:59-03:00');
    await fireDue(world.deps);
    expect([(await schedule()).status, await planned()]).toEqual(['paused', []]);
    world.clock.set('2026-11-26T08:00:00-03:00');
    await Promise.all([fireDue(world.deps), fireDue(world.deps)]);
    expect(await schedule()).toMatchObject({ status: 'active', resumeAt: null, pausedAt: null, version: 3 });
    expect(await planned()).toEqual(['2026-11-26T14:00:00Z']);
    expect(await world.db.em.count(AuditEntry, { action: 'schedule.resume' })).toBe(1);
    expect(await world.db.em.count(Delivery)).toBe(0);
  });

  test('a send of its very minute goes out', async () => {
    await pause('2026-11-26T11:00:00');
    world.clock.set('2026-11-26T11:00:00.200-03:00');
    await fireDue(world.deps);
    expect((await world.db.em.find(Delivery, {})).map(({ status }) => status)).toEqual(['queued']);
  });

  test('what fell due after it while nobody ran is caught up', async () => {
    await pause('2026-11-25T10:00:00');
    world.clock.set('2026-11-25T11:30:00-03:00');
    await fireDue(world.deps);
    expect(await world.db.em.find(Occurrence, { status: 'firing' })).toMatchObject([{ late: true }]);
  });

  test('is forgotten when somebody resumes or cancels before', async () => {
    await pause('2026-11-26T08:00:00');
    await world.run(work => resumeSchedule(work, id));
    expect((await schedule()).resumeAt).toBeNull();
    await pause('2026-11-26T08:00:00');
    await world.run(work => cancelSchedule(work, id));
    world.clock.set('2026-11-26T08:00:00-03:00');
    await fireDue(world.deps);
    expect((await schedule()).status).toBe('cancelled');
  });

  test('comes back with its end when a resumption is undone', async () => {
    await pause('2026-11-26T08:00:00');
    world.clock.advance({ seconds: 1 });
    await world.run(work => resumeSchedule(work, id));
    world.clock.advance({ seconds: 1 });
    await world.run(work => undoLast(work));
    expect(await schedule()).toMatchObject({ status: 'paused', resumeAt: until('2026-11-26T08:00:00') });
  });

  test('cannot lie in the past', async () => {
    await expect(pause('2026-11-24T09:00:00')).rejects.toMatchObject({ code: 'past_time' });
  });
});
