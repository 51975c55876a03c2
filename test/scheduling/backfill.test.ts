import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Delivery, Occurrence } from '../../src/db/entities/index.ts';
import { auditLedger } from '../../src/delivery/audit-ledger.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { createSender } from '../../src/delivery/send.ts';
import { backfill, previewBackfill } from '../../src/scheduling/backfill/backfill.ts';
import { cancelSchedule } from '../../src/scheduling/cancel-schedule.ts';
import { editSchedule } from '../../src/scheduling/edit-schedule.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { resumeSchedule } from '../../src/scheduling/resume-schedule.ts';
import { skipNext } from '../../src/scheduling/skip-next.ts';
import { undoLast } from '../../src/scheduling/undo.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

const at = (local: string) => Temporal.Instant.from(`${local}-03:00`);
const period = (from: string, to: string) => ({ from: at(`${from}T00:00:00`), to: at(`${to}T00:00:00`) });
const WEEK = period('2026-11-24', '2026-12-01');

describeEachDatabase('making up for what was not sent', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T08:00:00-03:00', create);
  });
  afterEach(() => world.close());

  /** Nothing ran until then. */
  async function downUntil(local: string): Promise<void> {
    world.clock.set(`${local}-03:00`);
    await fireDue(world.deps);
  }
  const preview = (id: number, of = WEEK) => world.run(work => previewBackfill(work, id, of));
  const localOf = (instants: readonly Temporal.Instant[]) =>
    instants.map(instant => instant.toZonedDateTimeISO('America/Sao_Paulo').toPlainDateTime().toString().slice(5, 16));
  async function makeUp(id: number, of = WEEK): Promise<string[]> {
    const { instants } = await preview(id, of);
    const { occurrences } = await world.run(work => backfill(work, id, instants));
    return localOf(occurrences.map(({ plannedAt }) => plannedAt));
  }
  const rows = (id: number) => world.db.em.find(Occurrence, { schedule: id }, { orderBy: { plannedAt: 'asc' } });

  test('missed instants go out once, the oldest first, each with the text of its own date', async () => {
    const id = await world.schedule('todo dia às 9h', { content: { text: 'Bom dia, {{data}}' } });
    await downUntil('2026-11-27T12:00:00');
    const { instants, chats, messages, texts } = await preview(id);
    expect(localOf(instants)).toEqual(['11-24T09:00', '11-25T09:00', '11-26T09:00', '11-27T09:00']);
    expect({ chats, messages, text: texts[0]?.text }).toEqual({ chats: 1, messages: 4, text: 'Bom dia, 24/11/2026' });
    expect(await world.db.em.count(Delivery)).toBe(0);

    expect(await makeUp(id)).toHaveLength(4);
    const sender = createSender(world.deps);
    await sender.drain();
    const days = ['24', '25', '26', '27'].map(day => `Bom dia, ${day}/11/2026`);
    expect(world.gateway.accepted.map(({ text }) => text)).toEqual(days);
    const made = (await rows(id)).filter(({ reason }) => reason === 'backfilled');
    expect(made.map(({ status, late, dueAt }) => [status, late, dueAt.toString()])).toEqual(
      Array.from({ length: 4 }, () => ['done', false, '2026-11-27T15:00:00Z']),
    );
    await expect(preview(id)).rejects.toMatchObject({ code: 'nothing_to_backfill' });
  });

  test('the plan goes on as if nothing had happened', async () => {
    const id = await world.schedule('todo dia às 9h');
    await downUntil('2026-11-25T12:00:00');
    await makeUp(id);
    expect((await rows(id)).filter(({ status }) => status === 'planned')).toMatchObject([
      { plannedAt: at('2026-11-26T09:00:00') },
    ]);
  });

  test('a one-off that was missed can still be sent', async () => {
    const id = await world.schedule('amanhã às 9h');
    await downUntil('2026-11-26T12:00:00');
    expect(await makeUp(id)).toEqual(['11-25T09:00']);
  });

  test('what went out, what a person skipped and what was never promised stays out', async () => {
    const id = await world.schedule('todo dia às 9h');
    await downUntil('2026-11-24T09:00:00');
    await world.run(work => skipNext(work, id));
    await downUntil('2026-11-26T12:00:00');
    const { instants, leftOut } = await preview(id, period('2026-11-01', '2026-12-31'));
    expect([localOf(instants), leftOut]).toEqual([['11-26T09:00'], 1]);
  });

  test('what passed in a pause can be made up for afterwards, where the rule is still the same', async () => {
    const id = await world.schedule('todo dia às 9h');
    await world.run(work => pauseSchedule(work, id));
    await downUntil('2026-11-26T12:00:00');
    await expect(preview(id)).rejects.toMatchObject({ code: 'backfill_not_active' });
    await world.run(work => resumeSchedule(work, id));
    await downUntil('2026-11-27T09:00:00');
    expect(localOf((await preview(id)).instants)).toEqual(['11-24T09:00', '11-25T09:00', '11-26T09:00']);
    expect(await makeUp(id, period('2026-11-25', '2026-11-26'))).toEqual(['11-25T09:00']);
    expect(localOf((await preview(id)).instants)).toEqual(['11-24T09:00', '11-26T09:00']);
    const timed = {
      rule: {
        ...(await world.db.em.findOneOrFail(Occurrence, { schedule: id }, { populate: ['schedule'] })).schedule.rule,
        times: ['10:00'],
      },
      anchor: '2026-11-24T10:00',
      timezone: 'America/Sao_Paulo',
    };
    await world.run(work => editSchedule(work, id, { timed }));
    // Its own row is what the pause took out of the plan; the others were only told by the rule, which is another one now.
    expect(localOf((await preview(id)).instants)).toEqual(['11-24T09:00']);
  });

  describe('a row that counts more than a hundred missed instants', () => {
    const counted = async (id: number) =>
      (await rows(id))
        .filter(({ status }) => status === 'missed')
        .map(({ plannedAt, instants, lastPlannedAt }) => [
          localOf([plannedAt])[0],
          instants,
          lastPlannedAt && localOf([lastPlannedAt])[0],
        ]);

    test.for([
      [
        'its middle',
        ['2026-11-25', '2026-11-26'],
        24,
        [
          ['11-24T09:00', 15, '11-24T23:00'],
          ['11-26T00:00', 108, '11-30T11:00'],
        ],
      ],
      ['its beginning', ['2026-11-24', '2026-11-25'], 15, [['11-25T00:00', 132, '11-30T11:00']]],
      ['its end', ['2026-11-30', '2026-12-01'], 12, [['11-24T09:00', 135, '11-29T23:00']]],
    ] as const)('gives %s away and goes on counting the rest', async ([, [from, to], count, left]) => {
      const id = await world.schedule('a cada hora', { catchUp: 'skip' });
      await downUntil('2026-11-30T11:30:00');
      expect((await counted(id)).map(row => row.slice(0, 2))).toEqual([['11-24T09:00', 147]]);
      expect(await makeUp(id, period(from, to))).toHaveLength(count);
      expect(await counted(id)).toEqual(left);
      await createSender(world.deps).drain();
      expect(await auditLedger(world.db.em, world.clock.now().add({ minutes: 30 }))).toEqual([]);
    });

    test('is too much for once, and says how much', async () => {
      const id = await world.schedule('a cada hora', { catchUp: 'skip' });
      await downUntil('2026-11-30T11:30:00');
      await expect(preview(id)).rejects.toMatchObject({
        code: 'too_many_instants',
        details: { count: 147, limit: 31 },
      });
    });

    test('is told by its first instant alone when the rule has changed', async () => {
      const id = await world.schedule('a cada hora', { catchUp: 'skip' });
      await downUntil('2026-11-30T11:30:00');
      const { schedule } = await world.db.em.findOneOrFail(Occurrence, { schedule: id }, { populate: ['schedule'] });
      const timed = {
        rule: { ...schedule.rule, rrule: 'FREQ=HOURLY;INTERVAL=2' },
        anchor: schedule.anchor,
        timezone: schedule.timezone,
      };
      await world.run(work => editSchedule(work, id, { timed }));
      expect(localOf((await preview(id)).instants)).toEqual(['11-24T09:00']);
    });
  });

  test('two who ask for the same at once send it once', async () => {
    const id = await world.schedule('todo dia às 9h');
    await downUntil('2026-11-25T12:00:00');
    const { instants } = await preview(id);
    const twice = await Promise.allSettled([1, 2].map(() => world.run(work => backfill(work, id, instants))));
    expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await world.db.em.count(Delivery)).toBe(2);
  });

  test('many messages at once are refused, unless they are of one instant', async () => {
    const numbers = Array.from({ length: 2_501 }, (_, index) => `+5511${910_000_000 + index}`);
    const id = await world.schedule('todo dia às 9h', { numbers });
    await downUntil('2026-11-25T12:00:00');
    await expect(preview(id)).rejects.toMatchObject({ code: 'too_many_messages', details: { count: 5_002 } });
    expect((await preview(id, period('2026-11-24', '2026-11-25'))).messages).toBe(2_501);
  });

  test('undoing it stops what has not left', async () => {
    const id = await world.schedule('todo dia às 9h');
    await downUntil('2026-11-25T12:00:00');
    await makeUp(id);
    await world.run(undoLast);
    expect(await world.db.em.find(Delivery, {})).toMatchObject([
      { status: 'cancelled', reason: 'backfill_undone' },
      { status: 'cancelled', reason: 'backfill_undone' },
    ]);
    await createSender(world.deps).drain();
    expect(world.gateway.accepted).toEqual([]);
  });

  test('nothing is left to undo once all of it has left', async () => {
    const id = await world.schedule('todo dia às 9h');
    await downUntil('2026-11-25T12:00:00');
    await makeUp(id);
    await createSender(world.deps).drain();
    await expect(world.run(undoLast)).rejects.toMatchObject({ code: 'undo_sent' });
  });

  test('a cancelled schedule sends nothing more', async () => {
    const id = await world.schedule('todo dia às 9h');
    await downUntil('2026-11-25T12:00:00');
    await world.run(work => cancelSchedule(work, id));
    await expect(preview(id)).rejects.toMatchObject({ code: 'backfill_not_active' });
  });
});
