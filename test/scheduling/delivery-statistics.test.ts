import { afterEach, expect, test } from 'vitest';
import { Delivery, type DeliveryStatus } from '../../src/db/entities/index.ts';
import { deliveryStatistics } from '../../src/scheduling/queries/delivery-statistics.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World, ZONE } from '../helpers/world.ts';

const at = (local: string) => Temporal.Instant.from(`${local}-03:00`);
const PERIOD = { from: at('2026-11-23T00:00'), to: at('2026-11-25T00:00') };

describeEachDatabase('delivery statistics', create => {
  let world: World;
  afterEach(() => world.close());

  /** Deliveries by when they were due, their status, and how late they left. */
  async function given(rows: [due: string, status: DeliveryStatus, lateMs?: number][]) {
    world = await createWorld(undefined, create);
    const em = world.db.em;
    for (const [index, [due, status, lateMs]] of rows.entries()) {
      const dueAt = at(due);
      em.create(Delivery, {
        evolutionConfig: world.instance.id,
        ...{ recipientKey: `k${index}`, recipientType: 'number', recipientName: 'Ana', jid: '1', text: 'Oi' },
        ...{ status, dueAt, nextAttemptAt: dueAt, giveUpAt: dueAt, createdAt: dueAt, updatedAt: dueAt },
        sentAt: lateMs === undefined ? null : dueAt.add({ milliseconds: lateMs }),
      });
    }
    await em.flush();
    return deliveryStatistics(world.db.em, PERIOD, ZONE);
  }

  test('belong to the local day on which they were due, the end of the period left out', async () => {
    const { byStatus, byDay } = await given([
      ['2026-11-22T23:59', 'sent'],
      ['2026-11-23T00:00', 'sent'],
      ['2026-11-23T23:59', 'failed'],
      ['2026-11-23T23:59', 'sent'],
      ['2026-11-24T00:00', 'sent'],
      ['2026-11-25T00:00', 'sent'],
    ]);
    expect(byDay).toEqual([
      { date: '2026-11-23', byStatus: { sent: 2, failed: 1 } },
      { date: '2026-11-24', byStatus: { sent: 1 } },
    ]);
    expect(byStatus).toEqual({ sent: 3, failed: 1 });
  });

  test('tell lateness of what has left, by nearest rank', async () => {
    const late = Array.from({ length: 100 }, (_, index) => ['2026-11-24T09:00', 'read', (index + 1) * 1000] as const);
    const { latenessMs, punctual } = await given([
      ...late.map(row => [...row] as [string, DeliveryStatus, number]),
      ['2026-11-24T09:00', 'failed'],
    ]);
    expect(latenessMs).toEqual({ p50: 50_000, p95: 95_000, p99: 99_000, max: 100_000 });
    expect(punctual).toBe(0.6); // a minute is still in time
  });

  test('have no lateness when nothing left, and none before the time', async () => {
    expect((await given([['2026-11-24T09:00', 'failed']])).latenessMs).toBeNull();
    await world.close();
    expect((await given([['2026-11-24T09:00', 'sent', -200]])).latenessMs?.max).toBe(0);
  });
});
