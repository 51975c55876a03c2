import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Delivery, Occurrence } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { parseWhen } from '../../src/schedule/parse-command.ts';
import { instantsBetween } from '../../src/schedule/recurrence.ts';
import { cancelSchedule } from '../../src/scheduling/cancel-schedule.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { postponeNext } from '../../src/scheduling/postpone-next.ts';
import { resumeSchedule } from '../../src/scheduling/resume-schedule.ts';
import { skipNext } from '../../src/scheduling/skip-next.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World, ZONE } from '../helpers/world.ts';

const START = '2026-11-24T10:00:00-03:00';
const PHRASES = ['a cada 10 minutos', 'a cada 25 minutos', 'todo dia às 11h', 'hoje às 10h40', 'a cada hora'];

/** What happens next: time goes on by so many minutes, by so many processes at once; or a person does something. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ minutes: fc.integer({ min: 1, max: 90 }), processes: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ nth: fc.nat(9), verb: fc.constantFrom('pause', 'resume', 'skip', 'postpone', 'cancel') }),
  },
  { weight: 1, arbitrary: fc.record({ sent: fc.boolean() }) },
);

describeEachDatabase('whatever the order of batches and the number of processes', create => {
  test('each due instant ends exactly once, and nothing is due twice', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...PHRASES), { minLength: 1, maxLength: 10 }),
        fc.array(step, { minLength: 1, maxLength: 8 }),
        async (phrases, steps) => {
          const world = await createWorld(START, create);
          try {
            const ids: number[] = [];
            for (const phrase of phrases) ids.push(await world.schedule(phrase));
            for (const one of steps) await play(world, ids, one);
            world.clock.advance({ minutes: 1 });
            await fireDue(world.deps);
            for (const [index, id] of ids.entries()) await check(world, id, phrases[index]!);
          } finally {
            await world.close();
          }
        },
      ),
      { numRuns: 15, seed: 20261124 },
    );
  });
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function play(world: World, ids: readonly number[], one: Step): Promise<void> {
  if ('minutes' in one) {
    world.clock.advance({ minutes: one.minutes });
    await Promise.all(Array.from({ length: one.processes }, () => fireDue(world.deps)));
  } else if ('sent' in one) {
    if (one.sent) await world.db.em.nativeUpdate(Delivery, { status: 'queued' }, { status: 'sent' });
  } else {
    const id = ids[one.nth % ids.length]!;
    // A refusal (nothing is planned, it is cancelled) is an answer too.
    await world.run(work => VERBS[one.verb]!(work, id)).catch(() => {});
  }
}

const VERBS: Record<string, (work: Parameters<typeof skipNext>[0], id: number) => Promise<unknown>> = {
  pause: (work, id) => pauseSchedule(work, id),
  resume: (work, id) => resumeSchedule(work, id),
  skip: (work, id) => skipNext(work, id),
  postpone: (work, id) => postponeNext(work, id, due => due.add({ minutes: 7 })),
  cancel: (work, id) => cancelSchedule(work, id),
};

/** The ledger of one schedule. */
async function check(world: World, schedule: number, phrase: string): Promise<void> {
  const now = world.clock.now();
  const rows = await world.db.em.find(Occurrence, { schedule }, { orderBy: { plannedAt: 'asc' } });
  const due = rows.filter(row => row.status === 'planned' && Temporal.Instant.compare(row.dueAt, now) <= 0);
  expect(due).toEqual([]);
  const ended = rows.filter(row => row.status === 'firing' || row.status === 'done');
  const deliveries = await world.db.em.find(Delivery, { schedule });
  expect(deliveries.map(row => row.occurrence!.id).sort()).toEqual(ended.map(row => row.id).sort());
  const reading = parseWhen(phrase, { now: Temporal.Instant.from(START), timezone: ZONE });
  const all = instantsBetween(
    { rule: reading.rule!, anchor: reading.anchor!, timezone: ZONE },
    { after: Temporal.Instant.from(START), until: now, limit: 10_000 },
  );
  const wasStopped = rows.some(row => row.reason?.startsWith('schedule_'));
  // No instant is accounted for twice; and each once, unless a person stopped the schedule meanwhile.
  const accounted = rows
    .filter(row => Temporal.Instant.compare(row.plannedAt, now) <= 0)
    .reduce((sum, row) => sum + row.instants, 0);
  if (wasStopped) expect(accounted).toBeLessThanOrEqual(all.length);
  else expect(accounted).toBe(all.length);
}
