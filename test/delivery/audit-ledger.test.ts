import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuditEntry, Delivery, Occurrence, OutboxMessage } from '../../src/db/entities/index.ts';
import { auditLedger } from '../../src/delivery/audit-ledger.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { keepLedger } from '../../src/delivery/keep-ledger.ts';
import type { LedgerLaw } from '../../src/delivery/ledger-laws.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { takeNext } from '../../src/delivery/take-next.ts';
import { editSchedule } from '../../src/scheduling/edit-schedule.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { postponeNext } from '../../src/scheduling/postpone-next.ts';
import { ledgerFaults } from '../../src/scheduling/queries/ledger-faults.ts';
import { resumeSchedule } from '../../src/scheduling/resume-schedule.ts';
import { skipNext } from '../../src/scheduling/skip-next.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

const ANA = '+5531987654321';

describeEachDatabase('the ledger', create => {
  let world: World;
  let sender: Sender;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    sender = createSender(world.deps);
  });
  afterEach(() => world.close());

  const em = () => world.db.em;
  const laws = async () => (await auditLedger(em(), world.clock.now())).map(({ law }) => law);
  const hour = async () => {
    world.clock.advance({ hours: 1 });
    await fireDue(world.deps);
    await sender.drain();
  };
  /** A daily schedule whose run of 11:00 has been sent, twenty minutes ago. */
  const oneRun = async () => {
    const id = await world.schedule('todo dia às 11h', { numbers: [ANA, '+5531987654322'] });
    await hour();
    world.clock.advance({ minutes: 20 });
    return id;
  };

  test('closes over a day of sends, pauses, edits, skips, moves and an outage', async () => {
    const each = await world.schedule('a cada 1 hora', { numbers: [ANA] });
    const daily = await world.schedule('todo dia às 12h', { numbers: [ANA] });
    await world.schedule('hoje às 15h', { numbers: [ANA] });
    await world.schedule('a cada 10 minutos', { numbers: [ANA] });
    await hour();
    await world.run(work => pauseSchedule(work, each));
    await hour();
    await hour();
    await world.run(work => resumeSchedule(work, each));
    await world.run(work => skipNext(work, each));
    await hour();
    await world.run(work => editSchedule(work, daily, { content: { text: 'Outra' } }));
    await world.run(work => postponeNext(work, each, due => due.add({ minutes: 30 })));
    await hour();
    await hour();
    expect(await laws()).toEqual([]);
    world.clock.advance({ hours: 20 }); // away
    await fireDue(world.deps);
    await sender.drain();
    world.clock.advance({ minutes: 9 });
    expect(await laws()).toEqual([]);
  });

  const change = (sql: string, ...values: (string | number)[]) => em().execute(sql, values);
  const broken: [LedgerLaw, string, (scheduleId: number) => Promise<unknown>][] = [
    [
      'unplanned',
      'the next occurrence is gone',
      id => em().nativeDelete(Occurrence, { schedule: id, status: 'planned' }),
    ],
    [
      'unaccounted',
      'yesterday’s occurrence is gone',
      async id => {
        await change('delete from deliveries');
        await em().nativeDelete(Occurrence, { schedule: id, status: 'done' });
        await change('delete from audit_entries');
      },
    ],
    [
      'overdue',
      'nobody fires',
      async () => {
        world.clock.advance({ hours: 24 });
      },
    ],
    ['unsettled', 'a run is not ended', () => change("update occurrences set status = 'firing' where status = 'done'")],
    [
      'done_early',
      'a message of a run that is over waits',
      () => change("update deliveries set status = 'queued' where jid = '5531987654322'"),
    ],
    ['empty_run', 'the messages of a run are gone', () => change('delete from deliveries')],
    [
      'half_made',
      'the rest of a run was never made',
      () => change("update occurrences set unmade = '{}' where status = 'done'"),
    ],
    [
      'stray_messages',
      'a run that was sent says that it was skipped',
      () => change("update occurrences set status = 'skipped', reason = 'x' where status = 'done'"),
    ],
    [
      'no_reason',
      'a skipped one does not say why',
      async () => {
        await change('delete from deliveries');
        await change("update occurrences set status = 'skipped' where status = 'done'");
      },
    ],
    [
      'overstayed',
      'a message waits past its time',
      async () => {
        await change("update occurrences set status = 'firing' where status = 'done'");
        await change("update deliveries set status = 'queued', give_up_at = '2026-11-24 14:05:00.000'");
      },
    ],
    [
      'lost_lease',
      'a message is on its way for ever',
      async () => {
        await change("update occurrences set status = 'firing' where status = 'done'");
        await change("update deliveries set status = 'sending', lease_until = '2020-01-01 00:00:00.000'");
      },
    ],
    [
      'undecided',
      'nobody decides about an uncertain message',
      async () => {
        await change("update occurrences set status = 'firing' where status = 'done'");
        await change("update deliveries set status = 'uncertain', give_up_at = '2026-11-24 14:05:00.000'");
        world.clock.advance({ hours: 2 });
      },
    ],
    ['unproven', 'a message left without an id', () => change('update deliveries set message_id = null')],
    ['doubled', 'one message counts twice', () => change("update deliveries set message_id = 'X'")],
  ];

  test.for(broken)('%s: %s', async ([law, , breakIt]) => {
    const id = await oneRun();
    expect(await laws()).toEqual([]);
    await breakIt(id);
    expect(await laws()).toEqual([law]);
  });

  describe('an audit that finds something', () => {
    const notices = async () => (await em().find(OutboxMessage, { kind: 'notice' })).map(({ text }) => text);
    const audits = async () => (await em().find(AuditEntry, { entityType: 'ledger' })).map(({ action }) => action);

    test('tells the owners once, whoever audits, and notes when all is well again', async () => {
      await oneRun();
      await change('update deliveries set message_id = null where jid = ?', '5531987654322');
      const keepers = [keepLedger(world.deps, { againMs: 0 }), keepLedger(world.deps, { againMs: 0 })];
      await Promise.all(keepers.map(keeper => keeper.look()));
      await keepers[0]!.look();
      expect(await notices()).toEqual([expect.stringContaining('avisos/conferencia')]);
      expect(await audits()).toEqual(['ledger.fault']);
      expect(await ledgerFaults(em())).toEqual({ unproven: 1 });
      await change("update deliveries set message_id = 'Y' where jid = ?", '5531987654322');
      await keepers[0]!.look();
      await keepers[1]!.look();
      expect(await audits()).toEqual(['ledger.fault', 'ledger.closed']);
      expect(await ledgerFaults(em())).toEqual({});
      expect(await notices()).toHaveLength(1);
    });

    test('says nothing of what is gone at the second look', async () => {
      await oneRun();
      await change("update deliveries set status = 'queued' where jid = ?", '5531987654322');
      const keeper = keepLedger(world.deps, { againMs: 300 });
      const looking = keeper.look();
      await new Promise(resolve => setTimeout(resolve, 50));
      await em().nativeUpdate(Delivery, { jid: '5531987654322' }, { status: 'sent' });
      expect(await looking).toEqual([]);
      expect(await notices()).toEqual([]);
    });
  });

  test('a message that waits for its turn in a long run breaks no law', async () => {
    await world.schedule('hoje às 11h', { numbers: [ANA, '+5531987654322'] });
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
    await takeNext(world.deps, world.instance.id);
    expect(await laws()).toEqual([]);
  });
});
