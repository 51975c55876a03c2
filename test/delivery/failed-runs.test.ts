import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Behaviour } from '../../bench/fake-gateway.ts';
import { EvolutionConfig, Occurrence, OutboxMessage, Schedule } from '../../src/db/entities/index.ts';
import { applyConnection } from '../../src/delivery/connection.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { editSchedule } from '../../src/scheduling/edit-schedule.ts';
import { resumeSchedule } from '../../src/scheduling/resume-schedule.ts';
import { retryDelivery } from '../../src/scheduling/retry-delivery.ts';
import { suppressPhone } from '../../src/scheduling/suppress.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

const ANA = '+5531987654321';
const BIA = '+551112345678';
const NOT_THERE: Behaviour = { kind: 'refuse', status: 400, message: [{ exists: false, number: '1' }] };
const REFUSED: Behaviour = { kind: 'refuse', status: 400, message: ['Text is required'] };
const WORKS: Behaviour = { kind: 'accept' };
const WHO_KNOWS: Behaviour = { kind: 'refuse', status: 500, message: ['Error: whatever'] };

describeEachDatabase('a schedule whose runs fail', create => {
  let world: World;
  let sender: Sender;
  let id: number;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    sender = createSender(world.deps);
  });
  afterEach(() => world.close());

  const begin = async (numbers = [ANA]) => {
    id = await world.schedule('todo dia às 11h', { numbers });
    world.clock.set('2026-11-24T11:00:00-03:00');
  };
  /** One day's run, answered so; then it is the next day. */
  const run = async (...answers: Behaviour[]) => {
    let sends = 0;
    world.gateway.behave = () => answers[Math.min(sends++, answers.length - 1)] ?? WORKS;
    await fireDue(world.deps);
    await sender.drain();
    world.clock.advance({ hours: 24 });
  };
  const schedule = () => world.db.em.findOneOrFail(Schedule, id);
  const notices = async (name: string) =>
    (await world.db.em.find(OutboxMessage, {})).filter(({ text }) => text.startsWith(`avisos/${name} `)).length;

  test('three in a row that reach nobody pause it, and its author is told why', async () => {
    await begin();
    for (const _ of [1, 2]) await run(NOT_THERE);
    expect(await schedule()).toMatchObject({ status: 'active', failedRuns: 2 });
    await run(NOT_THERE);
    expect(await schedule()).toMatchObject({ status: 'paused', pauseReason: 'failed_runs', nextRunAt: null });
    expect(await schedule()).toMatchObject({ failedRuns: 3 });
    expect(await notices('parado')).toBe(1);
    const [told] = (await world.db.em.find(OutboxMessage, {})).filter(({ text }) => text.startsWith('avisos/parado'));
    expect(told!.text).toContain('"count":3,"reason":"not_on_whatsapp"');
    await run(NOT_THERE);
    expect(await world.db.em.count(Occurrence, { status: 'done' })).toBe(3);
  });

  test.for([
    [
      'one that reached somebody starts the count anew',
      [
        [ANA, BIA],
        [NOT_THERE, WORKS],
      ],
      0,
    ],
    ['one that may have arrived says nothing', [[ANA], [WHO_KNOWS]], 2],
  ] as const)('%s', async ([, [numbers, answers], failedRuns]) => {
    await begin([...numbers]);
    for (const _ of [1, 2]) await run(REFUSED);
    await run(...answers);
    expect(await schedule()).toMatchObject({ status: 'active', failedRuns });
  });

  test('one whose people asked to stop says nothing', async () => {
    await begin();
    for (const _ of [1, 2]) await run(NOT_THERE);
    await world.run(work => suppressPhone(work, ANA, 'test'));
    await run();
    expect(await schedule()).toMatchObject({ status: 'active', failedRuns: 2 });
  });

  test('an outage that outlasts its runs does not pause it: it goes on when the number is back', async () => {
    await begin();
    const { id: configId } = world.instance;
    await world.run(work => applyConnection(work, world.deps, configId, { state: 'close', ownJid: null }));
    for (const _ of [1, 2, 3, 4]) await run();
    expect(await world.db.em.findOneOrFail(EvolutionConfig, configId)).toMatchObject({ state: 'close' });
    expect(await schedule()).toMatchObject({ status: 'active', failedRuns: 0 });
  });

  test('a message that a person had sent again and again counts once', async () => {
    await begin();
    await run(NOT_THERE);
    for (const _ of [1, 2, 3]) {
      const [row] = await world.db.em.execute<{ id: number }[]>('select min(id) as id from deliveries');
      await world.run(work => retryDelivery(work, Number(row!.id), { evenIfArrived: false }));
      await sender.drain();
    }
    expect(await schedule()).toMatchObject({ status: 'active', failedRuns: 1 });
  });

  test('resuming and editing start the count anew', async () => {
    await begin();
    for (const _ of [1, 2, 3]) await run(NOT_THERE);
    await world.run(work => resumeSchedule(work, id));
    expect(await schedule()).toMatchObject({ status: 'active', failedRuns: 0, pauseReason: null });
    world.clock.set('2026-11-28T11:00:00-03:00');
    await run(NOT_THERE);
    await world.run(work => editSchedule(work, id, { content: { text: 'Outro texto' } }));
    expect((await schedule()).failedRuns).toBe(0);
  });
});
