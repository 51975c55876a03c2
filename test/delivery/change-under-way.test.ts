import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Delivery, Occurrence, Schedule } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { createSender } from '../../src/delivery/send.ts';
import { takeNext } from '../../src/delivery/take-next.ts';
import { cancelSchedule } from '../../src/scheduling/cancel-schedule.ts';
import type { ScheduleInput } from '../../src/scheduling/create-schedule.ts';
import { editSchedule } from '../../src/scheduling/edit-schedule.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { previewEdit } from '../../src/scheduling/preview-edit.ts';
import { resumeSchedule } from '../../src/scheduling/resume-schedule.ts';
import { splitOfRun } from '../../src/scheduling/run-under-way.ts';
import { undoLast } from '../../src/scheduling/undo.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';
import { refused } from '../scheduling/refusal.ts';

describeEachDatabase('a schedule that is changed while its run goes out', create => {
  let world: World;
  let id: number;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    const numbers = [1, 2, 3, 4].map(nth => `+553198765432${nth}`);
    id = await world.schedule('todo dia às 11h', { numbers });
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
  });
  afterEach(() => world.close());

  const send = () => createSender(world.deps).drain();
  const statuses = async () => {
    const rows = await world.db.em.find(Delivery, { schedule: id }, { orderBy: { id: 'asc' } });
    return rows.map(({ status, reason }) => (reason ? `${status}: ${reason}` : status));
  };
  const split = () => splitOfRun(world.db.em, id);
  const claimOne = () => takeNext(world.deps, world.instance.id);

  test('edits change later runs only: one that has begun keeps its words and people', async () => {
    await world.run(work =>
      editSchedule(work, id, {
        content: { text: 'Outra coisa' },
        recipients: [{ type: 'number', phone: '+5511900000009' }],
      }),
    );
    await send();
    expect(world.gateway.accepted.map(({ text }) => text)).toEqual(Array.from({ length: 4 }, () => 'Oi!'));
    world.clock.set('2026-11-25T11:00:00-03:00');
    await fireDue(world.deps);
    await send();
    expect(world.gateway.accepted.slice(4)).toMatchObject([{ number: '5511900000009', text: 'Outra coisa' }]);
  });

  describe('cancelling', () => {
    test('stops the rest, and says how far it had come', async () => {
      await claimOne();
      await world.run(work => cancelSchedule(work, id));
      expect(await split()).toEqual({ sent: 0, onTheWay: 1, waiting: 0, cancelled: 3 });
      expect(await statuses()).toEqual([
        'sending',
        ...Array.from({ length: 3 }, () => 'cancelled: schedule_cancelled'),
      ]);
      await send();
      expect(world.gateway.accepted).toEqual([]);
    });

    test('while messages are claimed, each one is either on its way or stopped', async () => {
      await Promise.all([claimOne(), world.run(work => cancelSchedule(work, id)), claimOne()]);
      const { onTheWay, cancelled, waiting } = await split();
      expect([onTheWay + cancelled, waiting]).toEqual([4, 0]);
    });

    test('what fails on its way is not tried again', async () => {
      world.gateway.behave = () => ({ kind: 'accept' });
      let cancelled: Promise<unknown> | undefined;
      world.gateway.behave = () => {
        cancelled ??= world.run(work => cancelSchedule(work, id));
        return { kind: 'refuse', status: 429, message: ['busy'], holdMs: 300 };
      };
      await send();
      await cancelled;
      expect((await statuses()).filter(status => !status.startsWith('cancelled'))).toEqual([]);
      world.clock.advance({ hours: 1 });
      world.gateway.behave = () => ({ kind: 'accept' });
      await send();
      expect(world.gateway.accepted).toEqual([]);
    });
  });

  describe('pausing', () => {
    test('holds the rest, which goes out when it is taken up again', async () => {
      await world.run(work => pauseSchedule(work, id));
      expect(await split()).toEqual({ sent: 0, onTheWay: 0, waiting: 4, cancelled: 0 });
      await send();
      expect(await statuses()).toEqual(Array.from({ length: 4 }, () => 'held: schedule_paused'));
      world.clock.advance({ hours: 1 });
      await world.run(work => resumeSchedule(work, id));
      await send();
      expect(await statuses()).toEqual(Array.from({ length: 4 }, () => 'sent'));
    });

    test('ends the run when the time of its messages is up', async () => {
      await world.run(work => pauseSchedule(work, id));
      world.clock.advance({ hours: 25 });
      await send();
      expect(await statuses()).toEqual(Array.from({ length: 4 }, () => 'failed: schedule_paused'));
      expect(await world.db.em.count(Occurrence, { schedule: id, status: 'done' })).toBe(1);
    });

    test('undone lets it go out, and cancelling what is held stops it', async () => {
      await world.run(work => pauseSchedule(work, id));
      await world.run(undoLast);
      expect(await statuses()).toEqual(Array.from({ length: 4 }, () => 'queued'));
      await world.run(work => pauseSchedule(work, id));
      await world.run(work => cancelSchedule(work, id));
      expect(await split()).toMatchObject({ cancelled: 4, waiting: 0 });
    });
  });

  describe('of a one-off, which is finished as soon as it begins', () => {
    beforeEach(async () => {
      id = await world.schedule('hoje às 12h', { numbers: ['+5531987654331', '+5531987654332'] });
      world.clock.set('2026-11-24T12:00:00-03:00');
      await fireDue(world.deps);
    });
    const read = () => world.db.em.findOneOrFail(Schedule, id);

    test('pausing holds the rest, which goes out when it is taken up again', async () => {
      await world.run(work => pauseSchedule(work, id, { reason: 'preço errado' }));
      expect(await read()).toMatchObject({ status: 'paused', pauseReason: 'preço errado' });
      await send();
      expect(await statuses()).toEqual(['held: schedule_paused', 'held: schedule_paused']);
      world.clock.advance({ hours: 1 });
      await world.run(work => resumeSchedule(work, id));
      expect(await read()).toMatchObject({ status: 'finished', pauseReason: null, nextRunAt: null });
      await send();
      expect(await statuses()).toEqual(['sent', 'sent']);
      const error = await refused(world.run(work => pauseSchedule(work, id)));
      expect([error.code, error.details.status]).toEqual(['schedule_not_active', 'finished']);
    });

    test('a pause ends by itself', async () => {
      const until = world.clock.now().add({ minutes: 30 });
      await world.run(work => pauseSchedule(work, id, { until }));
      world.clock.advance({ minutes: 31 });
      await fireDue(world.deps);
      await send();
      expect(await statuses()).toEqual(['sent', 'sent']);
      expect(await read()).toMatchObject({ status: 'finished', pauseReason: null });
    });

    test('undone, a pause lets it go out, and nothing is planned anew', async () => {
      await world.run(work => pauseSchedule(work, id));
      await world.run(undoLast);
      expect(await read()).toMatchObject({ status: 'finished', nextRunAt: null });
      expect(await statuses()).toEqual(['queued', 'queued']);
      expect(await world.db.em.count(Occurrence, { schedule: id })).toBe(1);
    });

    test('cancelling what a pause holds stops it', async () => {
      await world.run(work => pauseSchedule(work, id));
      await world.run(work => cancelSchedule(work, id));
      expect(await split()).toMatchObject({ cancelled: 2, waiting: 0 });
    });

    test.for<[string, Partial<ScheduleInput>]>([
      ['its text is not changed any more', { content: { text: 'Outra coisa' } }],
      ['nor are its people', { recipients: [{ type: 'number', phone: '+5511900000009' }] }],
    ])('%s: neither when it is asked about, nor when it is done', async ([, changes]) => {
      for (const change of [previewEdit, editSchedule]) {
        const error = await refused(world.run<unknown>(work => change(work, id, changes)));
        expect([error.code, error.details.status]).toEqual(['schedule_ended', 'finished']);
      }
    });
  });
});
