import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Delivery, EvolutionConfig, Occurrence, OutboxMessage, Schedule } from '../../src/db/entities/index.ts';
import { auditLedger } from '../../src/delivery/audit-ledger.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { giveUpOverdue } from '../../src/delivery/give-up.ts';
import { createSender } from '../../src/delivery/send.ts';
import { settleOccurrences } from '../../src/delivery/settle.ts';
import { settleMessages } from '../../src/delivery/settle-messages.ts';
import { parseWhen } from '../../src/schedule/parse-command.ts';
import { cancelSchedule } from '../../src/scheduling/cancel-schedule.ts';
import { createSchedule } from '../../src/scheduling/create-schedule.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { postponeNext } from '../../src/scheduling/postpone-next.ts';
import { previewSchedule } from '../../src/scheduling/preview-schedule.ts';
import { resumeSchedule } from '../../src/scheduling/resume-schedule.ts';
import { retryDelivery } from '../../src/scheduling/retry-delivery.ts';
import { runNow } from '../../src/scheduling/run-now.ts';
import { sendNow } from '../../src/scheduling/send-now.ts';
import { undoLast } from '../../src/scheduling/undo.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World, ZONE } from '../helpers/world.ts';

const numbers = (count: number, first = 0) =>
  Array.from({ length: count }, (_, nth) => `+55119${String(10_000_000 + first + nth)}`);

describeEachDatabase('the daily cap', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T08:00:00-03:00', create);
    await cap(3);
  });
  afterEach(() => world.close());

  const cap = (dailyCap: number | null, more: Partial<EvolutionConfig> = {}) =>
    world.db.em.nativeUpdate(
      EvolutionConfig,
      { id: world.instance.id },
      { pace: 'custom', minGapMs: 0, maxGapMs: 0, concurrency: 10, dailyCap, ...more },
    );
  /** What happens at a local time, by day of November and hour, in the order in which processes do it. */
  const at = async (time: string) => {
    world.clock.set(`2026-11-${time.replace(' ', 'T')}-03:00`);
    await fireDue(world.deps);
    await createSender(world.deps).drain();
    await giveUpOverdue(world.deps);
    await settleOccurrences(world.deps);
    await settleMessages(world.deps);
    expect(await auditLedger(world.db.em.fork(), world.clock.now())).toEqual([]);
  };
  /** What left, as "<day hour> <text>×<how many>". */
  const left = async () => {
    const rows = await world.db.em
      .fork()
      .find(Delivery, { sentAt: { $ne: null } }, { orderBy: { sentAt: 'asc', id: 'asc' } });
    const hours = rows.map(({ sentAt, text }) => `${local(sentAt!)} ${text}`);
    return [...Map.groupBy(hours, hour => hour)].map(([hour, of]) => `${hour}×${of.length}`);
  };
  const local = (instant: Temporal.Instant) => {
    const { day, hour, minute } = instant.toZonedDateTimeISO(ZONE);
    return `${day} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  };
  const runs = async (schedule: number) =>
    (await world.db.em.fork().find(Occurrence, { schedule }, { orderBy: { plannedAt: 'asc' } })).map(row =>
      [local(row.plannedAt), row.status, row.reason].filter(Boolean).join(' '),
    );
  const notices = async () =>
    (await world.db.em.fork().find(OutboxMessage, { kind: 'notice' }, { orderBy: { id: 'asc' } })).map(row => row.text);
  const waiting = async () => [
    ...new Set(
      (
        await world.db.em.fork().find(Delivery, { status: 'queued' }, { orderBy: { nextAttemptAt: 'asc', id: 'asc' } })
      ).map(row => local(row.nextAttemptAt)),
    ),
  ];
  const text = (words: string) => ({ content: { text: words } });

  test('the rest of a run goes on the next day at its hour, and not at midnight', async () => {
    await world.schedule('hoje às 9h', { numbers: numbers(5), ...text('A') });
    await at('24 09:00:00');
    await at('25 00:00:00');
    await at('25 08:59:59');
    expect(await left()).toEqual(['24 09:00 A×3']);
    await at('25 09:00:00');
    expect(await left()).toEqual(['24 09:00 A×3', '25 09:00 A×2']);
  });

  test('it goes before that day’s own run, which is not skipped for it but follows it', async () => {
    const id = await world.schedule('todo dia às 9h', { numbers: numbers(4), content: { text: '{{data}}' } });
    for (const day of ['24', '25', '26', '27']) await at(`${day} 09:00:00`);
    expect(await left()).toEqual([
      '24 09:00 24/11/2026×3',
      '25 09:00 24/11/2026×1',
      '25 09:00 25/11/2026×2',
      '26 09:00 25/11/2026×2',
      '26 09:00 26/11/2026×1',
      '27 09:00 26/11/2026×3',
    ]);
    expect(await runs(id)).toEqual([
      ...['24 09:00 done', '25 09:00 done', '26 09:00 done', '27 09:00 firing', '28 09:00 planned'],
    ]);
  });

  test('a queue that is longer than a day’s cap takes as many days as it needs', async () => {
    await world.schedule('hoje às 9h', { numbers: numbers(8), ...text('A') });
    for (const day of ['24', '25', '26', '27']) await at(`${day} 09:00:00`);
    expect(await left()).toEqual(['24 09:00 A×3', '25 09:00 A×3', '26 09:00 A×2']);
  });

  test('several schedules share the cap, and each goes on at its own hour', async () => {
    await world.schedule('hoje às 9h', { numbers: numbers(4), ...text('A') });
    await world.schedule('hoje às 14h30', { numbers: numbers(1, 50), ...text('B') });
    await at('24 09:00:00');
    await at('24 14:30:00');
    expect(await waiting()).toEqual(['25 09:00', '25 14:30']);
    await at('25 09:00:00');
    await at('25 14:30:00');
    expect(await left()).toEqual(['24 09:00 A×3', '25 09:00 A×1', '25 14:30 B×1']);
  });

  test.for([
    ['todo dia às 9h e 18h', 7, ['24 09:00:00', '24 18:00:00'], '25 09:00'],
    ['toda terça às 18h', 3, ['24 18:00:00'], '25 18:00'],
    ['toda terça às 9h e 18h', 7, ['24 09:00:00', '24 18:00:00'], '25 09:00'],
    ['hoje às 23h30', 3, ['24 23:30:00'], '25 23:30'],
    ['de hora em hora das 8h às 20h', 3, ['24 09:00:00'], '25 08:00'],
    ['todo dia às 9h exceto 25/11', 3, ['24 09:00:00'], '26 09:00'],
  ] as const)('%s, a cap of %i, the runs of %s: on at %s', async ([when, dailyCap, hours, goesOn]) => {
    await world.schedule(when, { numbers: numbers(4) });
    await cap(dailyCap);
    for (const hour of hours) await at(hour);
    expect(await waiting()).toEqual([goesOn]);
  });

  test('the cap’s day is that of the installation, the hour that of the schedule’s zone', async () => {
    const id = await world.schedule('hoje às 22h30', { numbers: numbers(4) });
    await world.db.em.nativeUpdate(Schedule, { id }, { timezone: 'America/Manaus' }); // an hour behind
    await at('24 22:30:00');
    expect(await waiting()).toEqual(['25 23:30']);
  });

  test('a run that was postponed goes on at the hour of the rule, before the next run', async () => {
    const id = await world.schedule('todo dia às 9h', { numbers: numbers(4), ...text('A') });
    await world.run(work => postponeNext(work, id, () => Temporal.Instant.from('2026-11-24T20:00:00-03:00')));
    await at('24 20:00:00');
    expect(await waiting()).toEqual(['25 09:00']);
  });

  test('so does a run that a person asked for beside the rule', async () => {
    const id = await world.schedule('todo dia às 9h', { numbers: numbers(4), ...text('A') });
    world.clock.set('2026-11-24T08:10:00-03:00');
    await world.run(work => runNow(work, id));
    await at('24 08:10:00');
    expect(await waiting()).toEqual(['25 09:00']);
  });

  describe('a schedule of several hours a day', () => {
    test('skips those after the one that reached the cap, and is told once; the next day goes on with the rest first', async () => {
      const id = await world.schedule('todo dia às 9h, 12h e 18h', { numbers: numbers(4), ...text('A') });
      for (const hour of ['09', '12', '18']) await at(`24 ${hour}:00:00`);
      await at('25 09:00:00');
      await at('25 12:00:00');
      expect(await runs(id)).toEqual([
        ...['24 09:00 done', '24 12:00 skipped overlap', '24 18:00 skipped overlap'],
        ...['25 09:00 firing', '25 12:00 skipped overlap', '25 18:00 planned'],
      ]);
      const told = await notices();
      expect(told.filter(one => one.startsWith('avisos/limite'))).toHaveLength(1);
      expect(told.filter(one => one.includes('"isCapped":true'))).toHaveLength(2);
    });

    test('of every few minutes keeps its queue bounded', async () => {
      await world.schedule('a cada 30 minutos', { numbers: numbers(4), ...text('A') });
      for (const day of ['24', '25', '26']) {
        for (let hour = 9; hour < 20; hour++) await at(`${day} ${String(hour).padStart(2, '0')}:00:00`);
      }
      expect(await world.db.em.fork().count(Delivery, { status: 'queued' })).toBeLessThanOrEqual(8);
    });
  });

  describe('the time of a message', () => {
    test('does not run while it waits for the cap', async () => {
      await world.schedule('hoje às 9h', { numbers: numbers(8), sendWithinMinutes: 30, ...text('A') });
      for (const day of ['24', '25', '26']) await at(`${day} 09:00:00`);
      expect(await left()).toEqual(['24 09:00 A×3', '25 09:00 A×3', '26 09:00 A×2']);
    });

    test('is over after seven days of it, and the author is told', async () => {
      await cap(1);
      const big = await world.schedule('hoje às 9h', { numbers: numbers(10), sendWithinMinutes: 30, ...text('A') });
      for (let day = 24; day <= 30; day++) await at(`${day} 09:00:00`);
      world.clock.set('2026-12-01T09:00:00-03:00');
      await createSender(world.deps).drain();
      world.clock.set('2026-12-01T10:00:00-03:00');
      await createSender(world.deps).drain();
      await settleOccurrences(world.deps);
      const rows = await world.db.em.fork().find(Delivery, { schedule: big }, { orderBy: { id: 'asc' } });
      expect(rows.map(({ status }) => status)).toEqual([...Array(8).fill('sent'), 'failed', 'failed']);
      expect(rows.at(-1)!.reason).toBe('daily_cap');
      expect((await runs(big))[0]).toBe('24 09:00 done');
      expect((await notices()).at(-1)).toContain('avisos/falhas');
    });

    test('the author hears once of a run that is put off, with the day and the hour', async () => {
      await world.schedule('todo dia às 9h', { numbers: numbers(5), ...text('A') });
      await at('24 09:00:00');
      await at('25 09:00:00');
      const told = (await notices()).filter(one => one.startsWith('avisos/limite'));
      expect(told).toHaveLength(1);
      expect(told[0]).toContain('"until":"2026-11-25T12:00:00Z"');
      expect(told[0]).toContain('"left":2');
    });
  });

  describe('what is sent without a schedule', () => {
    const send = (count: number) =>
      world.run(work =>
        sendNow(work, { content: { text: 'E' }, recipients: numbers(count).map(phone => ({ type: 'number', phone })) }),
      );

    test.for([
      ['10:20:30', '25 10:20'],
      ['20:59:59', '25 20:59'],
      ['21:00:00', '25 08:00'],
      ['23:40:00', '25 08:00'],
      ['02:15:00', '25 08:00'],
      ['07:59:59', '25 08:00'],
      ['08:00:00', '25 08:00'],
    ] as const)('written at %s goes on at %s', async ([written, goesOn]) => {
      world.clock.set(`2026-11-24T${written}-03:00`);
      await send(5);
      await createSender(world.deps).drain();
      expect(await waiting()).toEqual([goesOn]);
    });

    test('does not go on into the night, however slow: the rest waits for the morning, and is told when it fails', async () => {
      world.clock.set('2026-11-24T20:30:00-03:00');
      await send(8);
      await at('24 20:30:00');
      await world.db.em.nativeUpdate(EvolutionConfig, {}, { concurrency: 1 });
      await at('25 20:30:00');
      await world.db.em.nativeUpdate(EvolutionConfig, {}, { sentToday: 0 });
      await world.db.em.nativeUpdate(Delivery, { status: 'queued' }, { nextAttemptAt: world.clock.now() });
      await at('25 21:00:00');
      expect(await left()).toEqual(['24 20:30 E×3', '25 20:30 E×3']);
      expect(await waiting()).toEqual(['26 08:00']);
      await at('26 08:00:00');
      expect((await left()).at(-1)).toBe('26 08:00 E×2');
    });

    test('its first part leaves when it is written, in the night too', async () => {
      world.clock.set('2026-11-24T23:00:00-03:00');
      await send(2);
      await at('24 23:00:00');
      expect(await left()).toEqual(['24 23:00 E×2']);
    });

    test('its author hears of what the cap kept back for more than seven days', async () => {
      await cap(1);
      world.clock.set('2026-11-20T10:00:00-03:00');
      await send(10);
      for (let day = 20; day <= 29; day++) await at(`${day} 10:00:00`);
      expect((await notices()).at(-1)).toContain('avisos/falhas_envio');
    });
  });

  test('a pause keeps the hour of what waits for another day', async () => {
    const id = await world.schedule('toda terça às 9h', { numbers: numbers(4), ...text('A') });
    await at('24 09:00:00');
    await world.run(work => pauseSchedule(work, id));
    world.clock.set('2026-11-25T00:30:00-03:00');
    await world.run(work => resumeSchedule(work, id));
    await at('25 00:30:00');
    expect(await waiting()).toEqual(['25 09:00']);
    await at('25 09:00:00');
    expect((await left())[1]).toBe('25 09:00 A×1');
  });

  test('so does a cancellation that is taken back', async () => {
    const id = await world.schedule('toda terça às 9h', { numbers: numbers(4), ...text('A') });
    await at('24 09:00:00');
    world.clock.set('2026-11-24T23:58:00-03:00');
    await world.run(work => cancelSchedule(work, id));
    world.clock.set('2026-11-25T00:03:00-03:00');
    await world.run(undoLast);
    await at('25 00:03:00');
    expect(await waiting()).toEqual(['25 09:00']);
    expect(await world.db.em.fork().count(Delivery, { status: 'queued', reason: 'daily_cap' })).toBe(1);
  });

  test('a higher cap is for what comes: who was told tomorrow at nine gets it then', async () => {
    await world.schedule('hoje às 9h', { numbers: numbers(4), ...text('A') });
    await at('24 09:00:00');
    await cap(null);
    await at('24 23:00:00');
    expect(await left()).toEqual(['24 09:00 A×3']);
    await at('25 09:00:00');
    expect((await left())[1]).toBe('25 09:00 A×1');
  });

  test('what is sent again starts its time anew', async () => {
    await world.schedule('hoje às 9h', { numbers: numbers(4), ...text('A') });
    await at('24 09:00:00');
    const rest = await world.db.em.fork().findOneOrFail(Delivery, { status: 'queued' });
    await world.db.em.nativeUpdate(Delivery, { id: rest.id }, { status: 'failed' });
    await world.run(work => retryDelivery(work, rest.id, { evenIfArrived: false }));
    expect((await world.db.em.fork().findOneOrFail(Delivery, rest.id)).cappedAt).toBe(null);
    await at('24 10:00:00');
    expect(await waiting()).toEqual(['25 09:00']);
  });

  test('what a preview says of the days is what happens', async () => {
    await cap(5);
    await world.schedule('todo dia às 8h30', { numbers: numbers(2), ...text('B') });
    await world.schedule('hoje às 9h', { numbers: numbers(6, 20), ...text('C') });
    const { rule, anchor } = parseWhen('hoje às 9h', { now: world.clock.now(), timezone: ZONE });
    const input = {
      timed: { rule: rule!, anchor: anchor!, timezone: ZONE },
      recipients: numbers(9, 40).map(phone => ({ type: 'number' as const, phone })),
      ...text('A'),
    };
    const { foreseen } = await world.run(work => previewSchedule(work, input));
    await world.run(work => createSchedule(work, input));
    for (const day of ['24', '25', '26', '27', '28', '29']) {
      await at(`${day} 08:30:00`);
      await at(`${day} 09:00:00`);
    }
    const mine = (await left()).filter(line => line.includes(' A×'));
    expect(mine.length).toBeGreaterThan(2);
    expect(foreseen.days.map(({ at: from, messages }) => `${local(from)} A×${messages}`)).toEqual(mine);
  });

  test('two processes that find the cap reached put each message off once', async () => {
    await world.schedule('hoje às 9h', { numbers: numbers(5), ...text('A') });
    world.clock.set('2026-11-24T09:00:00-03:00');
    await fireDue(world.deps);
    await Promise.all([createSender(world.deps).drain(), createSender({ ...world.deps, processId: 'other' }).drain()]);
    const rows = await world.db.em.fork().find(Delivery, { status: 'queued' });
    expect(rows.map(row => row.giveUpAt.toString())).toEqual(Array(2).fill('2026-11-26T12:00:00Z'));
  });
});
