import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuditEntry, Delivery, Occurrence, Schedule } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { parseWhen } from '../../src/schedule/parse-command.ts';
import { cancelSchedule } from '../../src/scheduling/cancel-schedule.ts';
import { editSchedule } from '../../src/scheduling/edit-schedule.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { postponeNext } from '../../src/scheduling/postpone-next.ts';
import { comingSends } from '../../src/scheduling/queries/coming-sends.ts';
import { resumeSchedule } from '../../src/scheduling/resume-schedule.ts';
import { skipNext } from '../../src/scheduling/skip-next.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World, ZONE } from '../helpers/world.ts';
import { refusal } from './refusal.ts';

describeEachDatabase('one send of a schedule', create => {
  let world: World;
  let id: number;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    id = await world.schedule('todo dia às 11h');
  });
  afterEach(() => world.close());

  const local = (instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO(ZONE).toPlainDateTime().toString().slice(5, 16);
  const at = (text: string) => Temporal.Instant.from(`2026-11-${text}:00-03:00`);
  const read = () => world.db.em.findOneOrFail(Schedule, id);
  const skip = () => world.run(work => skipNext(work, id));
  const postpone = (to: string) => world.run(work => postponeNext(work, id, () => at(to)));
  const fireAt = async (text: string) => {
    world.clock.set(at(text).toString());
    await fireDue(world.deps);
  };
  /** `planned instant → hour when it was moved, status`, in order. */
  const plan = async () =>
    (await world.db.em.find(Occurrence, { schedule: id }, { orderBy: { plannedAt: 'asc' } })).map(
      ({ plannedAt, dueAt, status }) =>
        `${local(plannedAt)}${dueAt.equals(plannedAt) ? '' : ` → ${local(dueAt)}`} ${status}`,
    );
  const sentAt = async () =>
    (await world.db.em.find(Delivery, { schedule: id }, { orderBy: { id: 'asc' } })).map(row => local(row.dueAt));
  const coming = async () =>
    (await comingSends(world.db.em, await read(), { after: world.clock.now(), count: 2 })).map(send =>
      local(send.dueAt),
    );

  describe('skipped', () => {
    test('is never sent, and the one after it is', async () => {
      const { occurrence } = await skip();
      expect(local(occurrence.dueAt)).toBe('11-24T11:00');
      expect(await plan()).toEqual(['11-24T11:00 skipped', '11-25T11:00 planned']);
      expect(await coming()).toEqual(['11-25T11:00', '11-26T11:00']);
      await fireAt('24T11:00');
      expect(await sentAt()).toEqual([]);
      await fireAt('25T11:00');
      expect(await sentAt()).toEqual(['11-25T11:00']);
    });

    test('twice leaves out two', async () => {
      await skip();
      await skip();
      expect(await plan()).toEqual(['11-24T11:00 skipped', '11-25T11:00 skipped', '11-26T11:00 planned']);
    });

    test('stays skipped when the schedule is paused and resumed, and when its text changes', async () => {
      await skip();
      await world.run(work => pauseSchedule(work, id));
      await world.run(work => resumeSchedule(work, id));
      await world.run(work => editSchedule(work, id, { content: { text: 'Olá' } }));
      expect(await plan()).toEqual(['11-24T11:00 skipped', '11-25T11:00 planned']);
    });

    test('when it was the last, the schedule is finished', async () => {
      id = await world.schedule('hoje às 11h');
      await skip();
      expect(await read()).toMatchObject({ status: 'finished', nextRunAt: null });
      expect(await refusal(skip())).toBe('nothing_planned');
    });

    test('the audit has it as it was and as it is', async () => {
      await skip();
      const entry = await world.db.em.findOneOrFail(AuditEntry, { action: 'schedule.skip' });
      expect([entry.before?.occurrence, entry.after?.occurrence]).toMatchObject([
        { status: 'planned' },
        { status: 'skipped' },
      ]);
    });
  });

  describe('postponed', () => {
    test('goes out at its new hour, once, and the next one at its own', async () => {
      await postpone('24T15:00');
      expect(local((await read()).nextRunAt!)).toBe('11-24T15:00');
      expect(world.alarms).toContain('2026-11-24T18:00:00Z');
      await fireAt('24T11:00');
      expect(await sentAt()).toEqual([]);
      await fireAt('24T15:00');
      await fireAt('25T11:00');
      expect(await sentAt()).toEqual(['11-24T15:00', '11-25T11:00']);
    });

    test('behind the following ones swallows none of them', async () => {
      await postpone('26T15:00');
      expect(await plan()).toEqual(['11-24T11:00 → 11-26T15:00 planned', '11-25T11:00 planned']);
      expect(await coming()).toEqual(['11-25T11:00', '11-26T11:00']);
      for (const instant of ['25T11:00', '26T11:00', '26T15:00', '27T11:00']) await fireAt(instant);
      expect(await sentAt()).toEqual(['11-25T11:00', '11-26T11:00', '11-26T15:00', '11-27T11:00']);
      expect(await plan()).not.toContainEqual(expect.stringContaining('missed'));
    });

    test('and due together with others after a downtime, each is judged by itself', async () => {
      await postpone('25T11:30');
      await fireAt('25T12:00');
      expect(await sentAt()).toEqual(['11-25T11:00', '11-25T11:30']);
      expect((await plan()).at(-1)).toBe('11-26T11:00 planned');
    });

    test('and missed by far, it is missed alone', async () => {
      await postpone('24T15:00');
      await fireAt('25T10:00');
      expect(await plan()).toEqual(['11-24T11:00 → 11-24T15:00 missed', '11-25T11:00 planned']);
    });

    test('a one-off stays active until it is gone', async () => {
      id = await world.schedule('hoje às 11h');
      await postpone('25T09:00');
      expect(await read()).toMatchObject({ status: 'active' });
      await fireAt('25T09:00');
      expect(await sentAt()).toEqual(['11-25T09:00']);
      expect(await read()).toMatchObject({ status: 'finished', nextRunAt: null });
    });

    test('behind the last of its rule, it still goes out', async () => {
      id = await world.schedule('todo dia às 11h até amanhã');
      await postpone('26T09:00');
      await fireAt('25T11:00');
      expect(await read()).toMatchObject({ status: 'active', nextRunAt: at('26T09:00') });
      await fireAt('26T09:00');
      expect(await sentAt()).toEqual(['11-25T11:00', '11-26T09:00']);
      expect((await read()).status).toBe('finished');
    });

    test('keeps its new hour over a pause and a new text', async () => {
      await postpone('24T15:00');
      await world.run(work => pauseSchedule(work, id));
      world.clock.set(at('24T12:00').toString());
      await world.run(work => resumeSchedule(work, id));
      await world.run(work => editSchedule(work, id, { content: { text: 'Olá' } }));
      expect(await plan()).toEqual(['11-24T11:00 → 11-24T15:00 planned', '11-25T11:00 planned']);
    });

    test('keeps its new hour when the same is said again, all of it or a part', async () => {
      const contents = { text: 'Oi, {{loja}} {{dia}}', variables: { loja: 'Centro', dia: 'hoje' } };
      await world.run(work => editSchedule(work, id, { content: contents }));
      await postpone('24T15:00');
      world.clock.set(at('24T12:00').toString());
      const { version, timezone, rule, anchor } = await read();
      const reread = parseWhen('diariamente às 11 horas', { now: world.clock.now(), timezone });
      for (const again of [
        { timed: { rule, anchor, timezone } },
        { timed: { rule: reread.rule!, anchor: reread.anchor!, timezone }, skipHolidays: null },
        { skipHolidays: null, content: { text: 'Oi, {{loja}} {{dia}}', variables: { dia: 'hoje', loja: 'Centro' } } },
      ]) {
        await world.run(work => editSchedule(work, id, again));
      }
      expect((await read()).version).toBe(version);
      expect(await plan()).toEqual(['11-24T11:00 → 11-24T15:00 planned', '11-25T11:00 planned']);
      await world.run(work => editSchedule(work, id, { skipHolidays: 'BR' }));
      expect((await read()).version).toBe(version + 1);
    });

    test('behind the following ones swallows none of them after a pause either', async () => {
      await postpone('26T15:00');
      await world.run(work => pauseSchedule(work, id));
      world.clock.set(at('24T10:30').toString());
      await world.run(work => resumeSchedule(work, id));
      expect(await plan()).toEqual(['11-24T11:00 → 11-26T15:00 planned', '11-25T11:00 planned']);
    });

    test('is forgotten with the rule that it came from', async () => {
      await postpone('24T15:00');
      await world.run(work => pauseSchedule(work, id));
      const { rule, anchor } = parseWhen('todo dia às 16h', { now: world.clock.now(), timezone: ZONE });
      await world.run(work => editSchedule(work, id, { timed: { rule: rule!, anchor: anchor!, timezone: ZONE } }));
      await world.run(work => resumeSchedule(work, id));
      expect(await coming()).toEqual(['11-24T16:00', '11-25T16:00']);
    });

    test('is cancelled with its schedule', async () => {
      await postpone('26T15:00');
      await world.run(work => cancelSchedule(work, id));
      expect(await world.db.em.count(Occurrence, { schedule: id, status: 'planned' })).toBe(0);
    });

    test.for(['24T11:00', '24T10:30', '24T09:00'])('to %s is refused: that is not later', async to => {
      expect(await refusal(postpone(to))).toBe('postpone_earlier');
      expect(await plan()).toEqual(['11-24T11:00 planned']);
    });

    test('to the hour of its own next send is refused: people would get two at once', async () => {
      expect(await refusal(postpone('25T11:00'))).toBe('postpone_taken');
      expect(await plan()).toEqual(['11-24T11:00 planned']);
    });

    test('where nothing is planned, is refused', async () => {
      await world.run(work => pauseSchedule(work, id));
      expect(await refusal(postpone('24T15:00'))).toBe('nothing_planned');
    });
  });
});
