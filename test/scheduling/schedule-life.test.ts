import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuditEntry, Delivery, Occurrence, Schedule } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { parseWhen } from '../../src/schedule/parse-command.ts';
import { cancelSchedule } from '../../src/scheduling/cancel-schedule.ts';
import { createSchedule } from '../../src/scheduling/create-schedule.ts';
import { deleteSchedule } from '../../src/scheduling/delete-schedule.ts';
import { editSchedule } from '../../src/scheduling/edit-schedule.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { planNext } from '../../src/scheduling/plan-next.ts';
import { getSchedule } from '../../src/scheduling/queries/get-schedule.ts';
import { resumeSchedule } from '../../src/scheduling/resume-schedule.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World, ZONE } from '../helpers/world.ts';
import { refusal, refused } from './refusal.ts';

const NUMBER = { type: 'number', phone: '+5511912345678' } as const;

describeEachDatabase('the life of a schedule', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
  });
  afterEach(() => world.close());

  const read = (id: number) => world.db.em.findOneOrFail(Schedule, id);
  const timed = (when: string) => {
    const { rule, anchor } = parseWhen(when, { now: world.clock.now(), timezone: ZONE });
    if (!rule || !anchor) throw new Error(`not a when: ${when}`);
    return { rule, anchor, timezone: ZONE };
  };
  const local = (instant: Temporal.Instant | null | undefined) =>
    instant?.toZonedDateTimeISO(ZONE).toPlainDateTime().toString({ smallestUnit: 'minute' }) ?? null;
  const plan = async (schedule: number) =>
    (await world.db.em.find(Occurrence, { schedule }, { orderBy: { plannedAt: 'asc' } })).map(row =>
      [local(row.plannedAt), row.status, row.reason].filter(part => part !== null).join(' '),
    );
  const queued = (schedule: number) => world.db.em.count(Delivery, { schedule, status: 'queued' });

  describe('creating', () => {
    test('plans the first instant, rings for it, and says who did it', async () => {
      const id = await world.schedule('todo dia às 9h');
      const schedule = await read(id);
      expect(await plan(id)).toEqual(['2026-11-25T09:00 planned']);
      expect(local(schedule.nextRunAt)).toBe('2026-11-25T09:00');
      expect(world.alarms).toEqual(['2026-11-25T12:00:00Z']);
      expect([schedule.createdBy, schedule.source, schedule.version]).toEqual(['Bia', 'chat', 1]);
      const entry = await world.db.em.findOneOrFail(AuditEntry, { action: 'schedule.create' });
      expect([entry.entityId, entry.actorName, entry.source, entry.before]).toEqual([id, 'Bia', 'chat', null]);
      expect(entry.after).toMatchObject({ status: 'active', text: 'Oi!', recipients: [NUMBER] });
    });

    test('a one-off of up to a minute ago is sent now; of longer ago it is refused', async () => {
      const when = timed('hoje às 10h01');
      world.clock.set('2026-11-24T10:02:00-03:00');
      const create = () =>
        world.run(work => createSchedule(work, { timed: when, recipients: [NUMBER], content: { text: 'Oi!' } }));
      const { id } = await create();
      expect(await plan(id)).toEqual(['2026-11-24T10:01 planned']);
      world.clock.set('2026-11-24T10:02:00.001-03:00');
      const { code, details } = await refused(create());
      expect(code).toBe('past_time');
      expect(details).toMatchObject({ at: '2026-11-24T10:01' });
    });

    test('a refusal leaves nothing behind', async () => {
      expect(await refusal(world.schedule('todo dia às 9h', { content: { text: 'Oi {{nada}}' } }))).toBe(
        'unknown_variables',
      );
      expect([await world.db.em.count(Schedule), await world.db.em.count(Occurrence), world.alarms]).toEqual([
        0,
        0,
        [],
      ]);
    });
  });

  describe('planning the next', () => {
    test('twice is once', async () => {
      const id = await world.schedule('todo dia às 9h');
      for (let n = 0; n < 2; n++) {
        await world.run(async work => planNext(work, await work.em.findOneOrFail(Schedule, id), work.now));
      }
      expect(await plan(id)).toEqual(['2026-11-25T09:00 planned']);
    });

    test('passes over an instant that has had its turn, and over one that a person skipped', async () => {
      const id = await world.schedule('todo dia às 9h');
      await world.run(async work => {
        const [occurrence] = await work.em.find(Occurrence, { schedule: id });
        Object.assign(occurrence!, { status: 'skipped', reason: 'skipped_by_person' });
        await work.em.flush();
        await planNext(work, await work.em.findOneOrFail(Schedule, id), work.now);
      });
      expect(await plan(id)).toEqual(['2026-11-25T09:00 skipped skipped_by_person', '2026-11-26T09:00 planned']);
    });

    test('leaves holidays out where the schedule does', async () => {
      world.clock.set('2026-12-24T10:00:00-03:00');
      const id = await world.schedule('todo dia às 9h', { skipHolidays: 'BR' });
      expect(await plan(id)).toEqual(['2026-12-26T09:00 planned']);
    });
  });

  describe('pausing and resuming', () => {
    test('takes the next instant out, and puts it back where it has not passed', async () => {
      const id = await world.schedule('todo dia às 11h');
      await world.run(work => pauseSchedule(work, id, { reason: 'reforma' }));
      expect(await plan(id)).toEqual(['2026-11-24T11:00 cancelled schedule_paused']);
      expect(await read(id)).toMatchObject({ status: 'paused', pauseReason: 'reforma', nextRunAt: null, version: 2 });
      await world.run(work => resumeSchedule(work, id, {}));
      expect(await plan(id)).toEqual(['2026-11-24T11:00 planned']);
      expect(await read(id)).toMatchObject({ status: 'active', pauseReason: null, pausedAt: null, version: 3 });
    });

    test('what passed while it was paused is never sent', async () => {
      const id = await world.schedule('todo dia às 11h');
      await world.run(work => pauseSchedule(work, id, {}));
      world.clock.set('2026-11-26T11:30:00-03:00');
      await world.run(work => resumeSchedule(work, id, {}));
      await fireDue(world.deps);
      expect(await plan(id)).toEqual(['2026-11-24T11:00 cancelled schedule_paused', '2026-11-27T11:00 planned']);
      expect(await queued(id)).toBe(0);
    });

    test('a one-off whose time passed while it was paused ends, and says why', async () => {
      const id = await world.schedule('hoje às 11h');
      await world.run(work => pauseSchedule(work, id, {}));
      world.clock.set('2026-11-24T11:00:01-03:00');
      await world.run(work => resumeSchedule(work, id, {}));
      expect(await read(id)).toMatchObject({ status: 'finished', pauseReason: 'missed_while_paused', nextRunAt: null });
    });

    test.for(['pause', 'resume'] as const)('%s is refused where there is nothing to do', async verb => {
      const id = await world.schedule('todo dia às 11h');
      const act = () =>
        world.run(work => (verb === 'pause' ? pauseSchedule(work, id, {}) : resumeSchedule(work, id, {})));
      if (verb === 'pause') await act();
      const error = await refused(act());
      expect([error.code, error.httpStatus]).toEqual([`schedule_not_${verb === 'pause' ? 'active' : 'paused'}`, 409]);
    });
  });

  describe('editing', () => {
    test('plans anew, and leaves what was not named', async () => {
      const id = await world.schedule('todo dia às 11h', { title: 'Bom dia', catchUp: 'skip' });
      await world.run(work => editSchedule(work, id, { timed: timed('todo dia às 12h') }));
      expect(await plan(id)).toEqual(['2026-11-24T11:00 cancelled schedule_edited', '2026-11-24T12:00 planned']);
      expect(await read(id)).toMatchObject({ title: 'Bom dia', catchUp: 'skip', text: 'Oi!', version: 2 });
    });

    test('the same time keeps its instant', async () => {
      const id = await world.schedule('todo dia às 11h');
      await world.run(work => editSchedule(work, id, { content: { text: 'Olá!' } }));
      expect(await plan(id)).toEqual(['2026-11-24T11:00 planned']);
    });

    test('an instant that was sent is not sent again', async () => {
      const id = await world.schedule('todo dia às 11h');
      world.clock.set('2026-11-24T11:00:00-03:00');
      await fireDue(world.deps);
      await world.run(work => editSchedule(work, id, { timed: timed('hoje às 11h') }));
      expect(await plan(id)).toEqual(['2026-11-24T11:00 firing', '2026-11-25T11:00 cancelled schedule_edited']);
      expect((await read(id)).status).toBe('finished');
    });

    test('a one-off of a moment ago goes out now, as when it is created', async () => {
      const id = await world.schedule('todo dia às 11h');
      const when = timed('hoje às 10h01');
      world.clock.set('2026-11-24T10:01:30-03:00');
      await world.run(work => editSchedule(work, id, { timed: when }));
      expect(await plan(id)).toContain('2026-11-24T10:01 planned');
    });

    test('to a time that has passed is refused, and nothing changes', async () => {
      const id = await world.schedule('todo dia às 11h');
      const when = timed('hoje às 10h30');
      world.clock.set('2026-11-24T10:45:00-03:00');
      expect(await refusal(world.run(work => editSchedule(work, id, { timed: when })))).toBe('past_time');
      expect(await plan(id)).toEqual(['2026-11-24T11:00 planned']);
    });

    test('a finished one lives again with a new time, and not without', async () => {
      const id = await world.schedule('hoje às 11h');
      world.clock.set('2026-11-24T11:00:00-03:00');
      await fireDue(world.deps);
      expect(await refusal(world.run(work => editSchedule(work, id, { title: 'x' })))).toBe('schedule_ended');
      await world.run(work => editSchedule(work, id, { timed: timed('amanhã às 9h') }));
      expect(await plan(id)).toEqual(['2026-11-24T11:00 firing', '2026-11-25T09:00 planned']);
      expect((await read(id)).status).toBe('active');
    });

    test('a paused one stays paused, also when its time has passed', async () => {
      const id = await world.schedule('hoje às 11h');
      await world.run(work => pauseSchedule(work, id, {}));
      world.clock.set('2026-11-24T12:00:00-03:00');
      await world.run(work => editSchedule(work, id, { title: 'Outro nome' }));
      expect(await read(id)).toMatchObject({ status: 'paused', title: 'Outro nome', nextRunAt: null });
    });

    test('an older version than the one at hand is refused', async () => {
      const id = await world.schedule('todo dia às 11h');
      await world.run(work => editSchedule(work, id, { title: 'um' }, 1));
      const error = await refused(world.run(work => editSchedule(work, id, { title: 'dois' }, 1)));
      expect([error.code, error.httpStatus]).toEqual(['version_conflict', 412]);
      expect((await read(id)).title).toBe('um');
    });

    test('of two who change the same version at once, one is refused', async () => {
      const id = await world.schedule('todo dia às 11h');
      const edit = (title: string) => world.run(work => editSchedule(work, id, { title }, 1));
      const outcomes = await Promise.allSettled([edit('um'), edit('dois'), edit('três')]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await read(id)).version).toBe(2);
      expect(await plan(id)).toEqual(['2026-11-24T11:00 planned']);
    });
  });

  describe('cancelling and deleting', () => {
    test('takes back what is planned and what is queued', async () => {
      const id = await world.schedule('todo dia às 11h');
      world.clock.set('2026-11-24T11:00:00-03:00');
      await fireDue(world.deps);
      await world.run(work => cancelSchedule(work, id, {}));
      expect(await plan(id)).toEqual(['2026-11-24T11:00 firing', '2026-11-25T11:00 cancelled schedule_cancelled']);
      const deliveries = await world.db.em.find(Delivery, { schedule: id });
      expect(deliveries.map(row => [row.status, row.reason])).toEqual([['cancelled', 'schedule_cancelled']]);
      expect(await read(id)).toMatchObject({ status: 'cancelled', nextRunAt: null });
    });

    test('what has left is not called back', async () => {
      const id = await world.schedule('todo dia às 11h');
      world.clock.set('2026-11-24T11:00:00-03:00');
      await fireDue(world.deps);
      await world.db.em.nativeUpdate(Delivery, { schedule: id }, { status: 'sent' });
      await world.run(work => cancelSchedule(work, id, {}));
      expect((await world.db.em.findOneOrFail(Delivery, { schedule: id })).status).toBe('sent');
    });

    test('the last run of a finished schedule can be stopped, once', async () => {
      const id = await world.schedule('hoje às 11h');
      world.clock.set('2026-11-24T11:00:00-03:00');
      await fireDue(world.deps);
      expect([(await read(id)).status, await queued(id)]).toEqual(['finished', 1]);
      await world.run(work => cancelSchedule(work, id, {}));
      expect(await queued(id)).toBe(0);
      expect(await refusal(world.run(work => cancelSchedule(work, id, {})))).toBe('schedule_ended');
    });

    test('a deleted schedule is not found any more, by nobody', async () => {
      const id = await world.schedule('todo dia às 11h');
      await world.run(work => deleteSchedule(work, id, {}));
      expect(await refusal(getSchedule(world.db.em, id))).toBe('schedule_not_found');
      for (const verb of [pauseSchedule, resumeSchedule, cancelSchedule, deleteSchedule]) {
        const error = await refused(world.run<unknown>(work => verb(work, id, {})));
        expect([error.code, error.httpStatus]).toEqual(['schedule_not_found', 404]);
      }
      world.clock.set('2026-11-24T11:00:00-03:00');
      await fireDue(world.deps);
      expect(await world.db.em.count(Delivery)).toBe(0);
    });

    test('cancelling and firing at the same moment: either it went out whole, or nothing did', async () => {
      const ids = [];
      for (let n = 0; n < 20; n++) ids.push(await world.schedule('todo dia às 11h'));
      world.clock.set('2026-11-24T11:00:00-03:00');
      const cancel = (id: number) => world.run(work => cancelSchedule(work, id, {}));
      await Promise.all([fireDue(world.deps), ...ids.map(cancel), fireDue(world.deps)]);
      for (const id of ids) {
        expect((await read(id)).status).toBe('cancelled');
        expect(await queued(id)).toBe(0);
        expect(await world.db.em.count(Occurrence, { schedule: id, status: 'planned' })).toBe(0);
      }
    });
  });
});
