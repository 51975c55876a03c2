import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  Delivery,
  EvolutionConfig,
  InboxEvent,
  InstanceStop,
  Occurrence,
  OutboxMessage,
  Schedule,
} from '../../src/db/entities/index.ts';
import { auditLedger } from '../../src/delivery/audit-ledger.ts';
import { applyConnection, type ConnectionNews } from '../../src/delivery/connection.ts';
import { fireDue, LEAD_MS } from '../../src/delivery/fire.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { parseWhen } from '../../src/schedule/parse-when.ts';
import { addAdmin } from '../../src/scheduling/add-admin.ts';
import { backfill } from '../../src/scheduling/backfill/backfill.ts';
import { createEvolutionConfig } from '../../src/scheduling/create-evolution-config.ts';
import { deleteEvolutionConfig } from '../../src/scheduling/delete-evolution-config.ts';
import { editSchedule } from '../../src/scheduling/edit-schedule.ts';
import { endSilence } from '../../src/scheduling/end-silence.ts';
import { answerLate } from '../../src/scheduling/late/answer-late.ts';
import { LATE_MESSAGES } from '../../src/scheduling/late/late-question.ts';
import { pauseInstance, resumeInstance } from '../../src/scheduling/pause-instance.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { postponeNext } from '../../src/scheduling/postpone-next.ts';
import { resumeSchedule } from '../../src/scheduling/resume-schedule.ts';
import { retryDelivery } from '../../src/scheduling/retry-delivery.ts';
import { runNow } from '../../src/scheduling/run-now.ts';
import { sendNow } from '../../src/scheduling/send-now.ts';
import { startSilence } from '../../src/scheduling/start-silence.ts';
import { runWork, SYSTEM } from '../../src/scheduling/work.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

const ANA = '+5511912345678';
const BIA = '+5511912345679';
const at = (time: string, day = 24) => Temporal.Instant.from(`2026-11-${day}T${time}:00-03:00`);

describeEachDatabase('what an outage of the number makes late', create => {
  let world: World;
  let sender: Sender;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    sender = createSender(world.deps);
  });
  afterEach(() => world.close());

  const become = (state: ConnectionNews['state']) =>
    runWork(world.workDeps, SYSTEM, work =>
      applyConnection(work, world.deps, world.instance.id, { state, ownJid: null }),
    );
  /** Fires and sends whatever is due at this time. */
  const come = async (time: string, day = 24) => {
    world.clock.set(at(time, day).toString());
    await fireDue(world.deps);
    await sender.drain();
  };
  const off = async (time: string, day = 24) => {
    world.clock.set(at(time, day).toString());
    await become('close');
  };
  const back = async (time: string, day = 24) => {
    world.clock.set(at(time, day).toString());
    await become('open');
    await sender.drain();
  };
  const sent = () => world.gateway.accepted.length;
  const runs = async () =>
    (await world.db.em.find(Occurrence, { status: { $ne: 'planned' } }, { orderBy: { dueAt: 'asc', id: 'asc' } })).map(
      ({ status, reason }) => [status, reason].filter(Boolean).join(' '),
    );
  const logs = async () =>
    (await world.db.em.find(Delivery, {}, { orderBy: { id: 'asc' } })).map(({ status, reason }) =>
      [status, reason].filter(Boolean).join(' '),
    );
  const notices = async (name: string) =>
    (await world.db.em.find(OutboxMessage, { kind: 'notice' }, { orderBy: { id: 'asc' } }))
      .map(({ text }) => text)
      .filter(text => text.startsWith(`avisos/${name} `));
  const asked = async () =>
    (await world.db.em.find(InboxEvent, { kind: LATE_MESSAGES })).map(({ payload }) => payload.adminId);
  const answer = (what: 'send' | 'leave') => world.run(work => answerLate(work, null, what));
  const change = (set: Partial<EvolutionConfig>) => world.db.em.nativeUpdate(EvolutionConfig, world.instance.id, set);

  test.for([
    ['exactly as late as it may be', '12:00', ['done'], 1],
    ['a second later', '12:00:01', ['missed number_away'], 0],
  ] as const)('a run that could leave %s', async ([, time, expected, arrived]) => {
    await world.schedule('hoje às 11h');
    await off('10:30');
    await come('11:00');
    const then = Temporal.Instant.from(`2026-11-24T${time.length === 5 ? `${time}:00` : time}-03:00`);
    world.clock.set(then.toString());
    await become('open');
    await sender.drain();
    expect(await runs()).toEqual(expected);
    expect(sent()).toBe(arrived);
  });

  test('is missed while the outage goes on, has no messages then, and the schedule goes on', async () => {
    const id = await world.schedule('todo dia às 11h');
    await off('10:30');
    await come('11:00');
    expect((await world.db.em.findOneOrFail(Schedule, id)).lastRunAt?.equals(at('11:00'))).toBe(true);
    await come('12:01');
    expect(await runs()).toEqual(['missed number_away']);
    expect(await logs()).toEqual([]);
    expect(await world.db.em.findOneOrFail(Schedule, id)).toMatchObject({ status: 'active', lastRunAt: null });
    await back('12:30');
    await come('11:00', 25);
    expect(await runs()).toEqual(['missed number_away', 'done']);
    expect(sent()).toBe(1);
  });

  test('an edit while the run waits is refused: it would go out as it was, and once more as it is', async () => {
    const id = await world.schedule('todo dia às 11h');
    const edit = (changes: Parameters<typeof editSchedule>[2]) => world.run(work => editSchedule(work, id, changes));
    const { rule, anchor, timezone } = parseWhen('todo dia 11h10', { now: at('11:01'), timezone: 'America/Sao_Paulo' });
    const timed = { rule: rule!, anchor: anchor!, timezone };
    await off('10:30');
    await come('11:00');
    await expect(edit({ timed })).rejects.toMatchObject({ code: 'run_waits', details: { id } });
    await expect(edit({ content: { text: 'Outro' } })).rejects.toMatchObject({ code: 'run_waits' });
    await edit({ title: 'Aviso' });
    await back('11:05');
    await edit({ timed });
    await come('11:10');
    expect(sent()).toBe(2);
  });

  test('a number whose missed runs nobody has heard of is not deleted', async () => {
    await world.schedule('hoje às 11h');
    await off('10:30');
    await come('11:00');
    await come('12:01');
    expect(await world.db.em.count(Delivery, {})).toBe(0);
    const second = {
      name: 'Outro',
      baseUrl: 'http://127.0.0.1:9',
      instanceName: 'outro',
      apiKeyEncrypted: world.instance.apiKeyEncrypted,
    };
    const { id } = await world.run(work => createEvolutionConfig(work, second, key => `hash ${key}`));
    await world.db.em.nativeUpdate(EvolutionConfig, {}, { isDefault: false });
    await world.db.em.nativeUpdate(Schedule, {}, { evolutionConfig: id });
    const remove = world.run(work => deleteEvolutionConfig(work, world.instance.id));
    await expect(remove).rejects.toMatchObject({ code: 'has_logs' });
  });

  test.for([
    ['close', 'open'],
    ['unknown', 'open'],
    ['connecting', 'open'],
  ] as const)('the same for %s', async ([state]) => {
    await world.schedule('hoje às 11h');
    await become(state);
    await come('11:00');
    await back('13:00');
    expect(await runs()).toEqual(['missed number_away']);
  });

  test('it was made ready before its instant: its messages go, and so does what was not made yet', async () => {
    const numbers = Array.from({ length: 700 }, (_, n) => `+55119${String(10_000_000 + n)}`);
    await world.schedule('hoje às 11h', { numbers });
    await off('10:30');
    world.clock.set(
      at('11:00')
        .subtract({ milliseconds: LEAD_MS - 100 })
        .toString(),
    );
    await fireDue(world.deps);
    expect(await world.db.em.count(Delivery, {})).toBe(700);
    await come('11:00');
    await back('12:30');
    expect(await runs()).toEqual(['missed number_away']);
    expect(await logs()).toEqual([]);
    world.clock.advance({ minutes: 20 });
    expect((await auditLedger(world.db.em, world.clock.now())).map(({ law }) => law)).toEqual([]);
  });

  test('se atrasar pula: a minute is the bound', async () => {
    await world.schedule('hoje às 11h', { catchUp: 'skip' });
    await world.schedule('hoje às 11h', { catchUp: 'skip', catchUpMinutes: 600, numbers: [BIA] });
    await world.schedule('hoje às 11h02', { catchUp: 'skip', numbers: ['+5511912345680'] });
    await off('10:30');
    await come('11:00');
    await come('11:02');
    await back('11:03');
    expect(await runs()).toEqual(['missed number_away', 'missed number_away', 'done']);
  });

  test('its own catch_up_minutes are the bound', async () => {
    await world.schedule('hoje às 11h', { catchUpMinutes: 0 });
    await world.schedule('hoje às 11h', { catchUpMinutes: 180, numbers: [BIA] });
    await off('10:30');
    await come('11:00');
    await back('13:30');
    expect(await runs()).toEqual(['missed number_away', 'done']);
  });

  test('told once for all of an outage, when it is over, to each of those who made them', async () => {
    const edu = await world.run(work => addAdmin(work, { phone: '+5511900000002', name: 'Edu', role: 'editor' }));
    const first = await world.schedule('hoje às 11h');
    const second = await world.schedule('todo dia às 12h', { numbers: [BIA] });
    const third = await world.schedule('hoje às 11h30', { numbers: ['+5511912345680'] });
    await world.db.em.nativeUpdate(Schedule, { id: third }, { createdByAdmin: edu.id });
    await off('10:30');
    for (const time of ['11:00', '11:30', '12:00', '13:30', '14:00']) await come(time);
    await come('12:00', 25);
    await come('13:30', 25);
    expect(await notices('perdidos_sem_conexao')).toEqual([]);
    await back('13:31', 25);
    await sender.drain();
    const [one, other, ...more] = await notices('perdidos_sem_conexao');
    expect(more).toEqual([]);
    expect(one).toContain(`"line":"/repor ${first} 24/11/2026"`);
    expect(one).toContain(`"line":"/repor ${second} 24/11/2026 a 25/11/2026"`);
    expect(one).toContain('"count":3');
    expect(other).toContain('"count":1');
    await off('14:00', 25);
    await back('16:00', 25);
    expect(await notices('perdidos_sem_conexao')).toHaveLength(2);
  });

  test('/repor sends it after all', async () => {
    const id = await world.schedule('hoje às 11h');
    await off('10:30');
    await come('11:00');
    await back('12:30');
    await world.run(work => backfill(work, id, [at('11:00')]));
    await sender.drain();
    expect(await runs()).toEqual(['done backfilled']);
    expect(sent()).toBe(1);
  });

  test('a postponed one counts from its new instant', async () => {
    const id = await world.schedule('hoje às 11h');
    await world.run(work => postponeNext(work, id, () => at('12:00')));
    await off('10:30');
    await come('12:00');
    await come('12:59');
    expect(await runs()).toEqual(['firing']);
    await come('13:01');
    expect(await runs()).toEqual(['missed number_away']);
  });

  test('a process that was started since finds the same', async () => {
    await world.schedule('hoje às 11h');
    await off('10:30');
    await come('11:00');
    world.clock.set(at('12:30').toString());
    await Promise.all([sender, createSender({ ...world.deps, processId: 'other' })].map(one => one.drain()));
    expect(await runs()).toEqual(['missed number_away']);
    await back('12:31');
    expect(await notices('perdidos_sem_conexao')).toHaveLength(1);
  });

  test('two outages count together, where nothing could leave in between', async () => {
    await world.schedule('hoje às 11h');
    await off('10:59');
    await come('11:00');
    await change({ nextSlotAt: at('11:44') }); // the rest after another message
    world.clock.set(at('11:40').toString());
    await become('open');
    await off('11:42');
    expect(await world.db.em.count(InstanceStop, { kind: 'connection' })).toBe(1);
    await come('12:02');
    expect(await runs()).toEqual(['firing']);
    await come('12:03');
    expect(await runs()).toEqual(['missed number_away']);
  });

  // What never makes a run missed: each of these holds it from 11:00 to 14:00, and the number is away for part of that.
  const holds = {
    'a silence': async () => {
      const { id } = await world.run(work => startSilence(work, { until: null, reason: null }));
      return () => world.run(work => endSilence(work, id));
    },
    'a pause of the number by a person': async () => {
      await world.run(work => pauseInstance(work, world.instance.id));
      return () => world.run(work => resumeInstance(work, world.instance.id));
    },
  };
  test.for(['a pause of the number by a person', 'a silence'] as const)(
    '%s never makes it missed, although the number is away meanwhile',
    async name => {
      await world.schedule('hoje às 11h');
      const end = await holds[name]();
      await come('11:00');
      await off('11:30');
      await come('13:20');
      await back('13:30');
      world.clock.set(at('14:00').toString());
      await end();
      await sender.drain();
      expect(await runs()).not.toContain('missed number_away');
      expect(await notices('perdidos_sem_conexao')).toEqual([]);
    },
  );

  test('nor do quiet hours', async () => {
    await change({ quietHours: { from: '11:00', to: '14:00' } });
    await world.schedule('hoje às 11h');
    await world.schedule('hoje às 11h30', { numbers: [BIA] }); // comes due while the number is off
    await come('11:00');
    await off('11:10');
    await come('11:30');
    await come('13:20');
    await back('13:59');
    await come('14:00');
    expect(await runs()).toEqual(['done', 'done']);
  });

  test('nor does the daily cap', async () => {
    await change({ pace: 'custom', minGapMs: 0, maxGapMs: 0, dailyCap: 1 });
    await world.schedule('hoje às 10h30', { numbers: [BIA] });
    await come('10:30');
    await world.schedule('hoje às 11h');
    await come('11:00');
    await off('11:30');
    await come('16:00');
    await back('18:00');
    expect(await runs()).toEqual(['done', 'firing']);
  });

  test('nor does a pause of its schedule: only the time before and after it counts', async () => {
    const id = await world.schedule('hoje às 11h', { numbers: [ANA, BIA] });
    await off('10:59');
    await come('11:00');
    world.clock.set(at('11:20').toString());
    await world.run(work => pauseSchedule(work, id));
    await come('13:00');
    world.clock.set(at('13:30').toString());
    await world.run(work => resumeSchedule(work, id));
    await come('13:50');
    expect(await runs()).toEqual(['firing']); // away for 20 min before the pause, and for 20 after it
    await come('14:15');
    expect(await runs()).toEqual(['missed number_away']);
  });

  test('only the time in which the number was away counts: after a silence it starts', async () => {
    await world.schedule('hoje às 11h');
    await world.run(work => startSilence(work, { until: at('12:00'), reason: null }));
    await come('11:00');
    await off('11:30');
    await come('12:00');
    await come('12:59');
    expect(await runs()).toEqual(['firing']);
    await come('13:01');
    expect(await runs()).toEqual(['missed number_away']);
  });

  test('a pause by failures is an outage too, and its trial is not what is too late', async () => {
    world.gateway.behave = () => ({ kind: 'refuse', status: 503, message: ['busy'] });
    await world.schedule('hoje às 11h');
    await come('11:00');
    for (let n = 0; n < 30; n++) {
      world.clock.advance({ minutes: 2, seconds: 10 });
      await sender.drain();
    }
    world.gateway.behave = () => ({ kind: 'accept' });
    await come('13:00');
    expect(await runs()).toEqual(['missed number_away']);
    expect(sent()).toBe(0);
    expect(await notices('perdidos_sem_conexao')).toHaveLength(1); // nothing is left that could try it out
  });

  // What keeps `send_within_minutes`: it is held and asked about.
  const NUMBERS = [ANA, BIA];
  const recipients = NUMBERS.map(phone => ({ type: 'number' as const, phone }));
  const kept: Record<string, () => Promise<unknown>> = {
    '/enviar': () => world.run(work => sendNow(work, { content: { text: 'Oi' }, recipients })),
    agora: async () => {
      await world.schedule('agora', { numbers: NUMBERS });
      await fireDue(world.deps);
    },
    'run/': async () => {
      const id = await world.schedule('todo dia às 9h', { numbers: NUMBERS });
      await world.run(work => runNow(work, id));
      await fireDue(world.deps);
    },
  };
  test.for(Object.keys(kept))('%s is asked about at the end, once, and waits for the answer', async name => {
    await off('10:30');
    world.clock.set(at('11:00').toString());
    await kept[name]!();
    await sender.drain();
    await come('12:30');
    expect(await logs()).toEqual(['waiting_connection not_connected', 'waiting_connection not_connected']);
    await back('13:00');
    await sender.drain();
    expect(await logs()).toEqual(['held late', 'held late']);
    expect(await asked()).toEqual([world.owner.id]);
    expect(sent()).toBe(0);
    expect(await answer('send')).toHaveLength(2);
    await sender.drain();
    expect(sent()).toBe(2);
  });

  test('within catch_up_minutes it simply leaves', async () => {
    await off('10:30');
    world.clock.set(at('11:00').toString());
    await kept['/enviar']!();
    await back('11:59');
    expect(sent()).toBe(2);
    expect(await asked()).toEqual([]);
  });

  test('what is left out is cancelled and says so; what nobody answers fails, and is told', async () => {
    await off('10:30');
    world.clock.set(at('11:00').toString());
    await kept['/enviar']!();
    await back('13:00');
    await answer('leave');
    expect(await logs()).toEqual(['cancelled left_out', 'cancelled left_out']);
    await expect(answer('send')).rejects.toMatchObject({ code: 'nothing_late' });

    await off('14:00');
    await kept['/enviar']!();
    await back('16:00');
    await come('14:01', 25);
    expect((await logs()).slice(2)).toEqual(['failed not_answered', 'failed not_answered']);
    expect(await notices('falhas_envio')).toHaveLength(1);
  });

  test('a run that has begun is held, not missed; it holds up no later run', async () => {
    const id = await world.schedule('a cada 2 horas', { numbers: NUMBERS });
    world.clock.set(at('12:00').toString());
    await fireDue(world.deps);
    await change({ nextSlotAt: at('12:10') }); // the first has left, and the rest after it is not over
    const left = { status: 'sent' as const, messageId: 'X', sentAt: at('12:00') };
    await world.db.em.nativeUpdate(Delivery, { recipientKey: ANA }, left);
    await off('12:05');
    await back('13:30');
    expect(await runs()).toEqual(['firing']);
    expect(await logs()).toEqual(['sent', 'held late']);
    expect(await asked()).toEqual([world.owner.id]);
    await come('14:00');
    expect(await runs()).toEqual(['firing', 'done']);
    expect(await notices('sobreposto')).toEqual([]);
    expect(await world.db.em.count(Occurrence, { schedule: id, status: 'skipped' })).toBe(0);
  });

  test('what is sent again counts from then on, whatever its run was', async () => {
    await world.schedule('hoje às 11h', { sendWithinMinutes: 30 });
    await off('10:30');
    await come('11:00');
    await come('11:31');
    expect(await logs()).toEqual(['failed not_connected']);
    world.clock.set(at('12:00').toString());
    const [{ id }] = (await world.db.em.find(Delivery, {})) as [Delivery];
    await world.db.em.nativeUpdate(Schedule, {}, { sendWithinMinutes: 600 });
    await world.run(work => retryDelivery(work, id, { evenIfArrived: false }));
    await back('12:59');
    expect(await logs()).toEqual(['sent']);
  });

  test('sent again and late once more, it is asked about, never missed', async () => {
    await world.schedule('hoje às 11h', { numbers: [ANA] });
    world.gateway.behave = () => ({ kind: 'refuse', status: 400, message: ['not allowed'] });
    await come('11:00');
    world.gateway.behave = () => ({ kind: 'accept' });
    await world.db.em.nativeUpdate(Delivery, {}, { status: 'failed', startedAt: null });
    const [{ id }] = (await world.db.em.find(Delivery, {})) as [Delivery];
    await off('12:00');
    await world.run(work => retryDelivery(work, id, { evenIfArrived: false }));
    await back('13:30');
    expect(await logs()).toEqual(['held late']);
  });

  test('of one rule only the last that came due meanwhile goes out, as after a downtime of ours', async () => {
    await world.schedule('a cada 10 minutos');
    await off('10:05');
    for (const time of ['10:10', '10:20', '10:30', '10:40']) await come(time);
    await back('10:45');
    expect(await runs()).toEqual([...Array(3).fill('missed replaced_by_later'), 'done']);
    expect(sent()).toBe(1);
    expect(await notices('sobreposto')).toEqual([]);
    const [notice] = await notices('perdidos_sem_conexao');
    expect(notice).toContain('"count":3');
  });

  test('a long outage is told when it is over with what is left', async () => {
    await world.schedule('todo dia às 11h');
    await off('10:30');
    for (const day of [24, 25, 26]) {
      await come('11:00', day);
      await come('12:30', day);
    }
    await back('13:00', 26);
    expect(await runs()).toEqual(Array(3).fill('missed number_away'));
    expect(await notices('falhas')).toEqual([]);
    expect((await notices('conexao_voltou'))[0]).toContain('"waiting":0,"isLate":true');
  });

  test('the ledger closes over all of it', async () => {
    await world.schedule('a cada 30 minutos', { numbers: NUMBERS });
    await world.schedule('hoje às 11h', { numbers: ['+5511912345680'] });
    await off('10:20');
    for (const time of ['10:30', '11:00', '11:30', '12:00', '12:30', '13:00']) await come(time);
    await kept['/enviar']!();
    for (const time of ['13:30', '14:00']) await come(time);
    await back('14:15');
    world.clock.set(at('14:29').toString());
    expect((await auditLedger(world.db.em, world.clock.now())).map(({ law }) => law)).toEqual([]);
  });

  // The end of a silence.
  test('a silence that somebody ends: what is too old is asked about, the rest goes', async () => {
    await world.schedule('hoje às 11h');
    await world.schedule('hoje às 13h30', { numbers: [BIA] });
    await world.schedule('hoje às 13h', { numbers: ['+5511912345680'], catchUpMinutes: 10 });
    const { id } = await world.run(work => startSilence(work, { until: null, reason: null }));
    for (const time of ['11:00', '13:00', '13:30']) await come(time);
    world.clock.set(at('14:00').toString());
    await world.run(work => endSilence(work, id));
    await sender.drain();
    expect(await logs()).toEqual(['held late', 'held late', 'sent']);
    expect(await asked()).toEqual([world.owner.id]);
  });

  test('one that ends by itself: the same, whoever looks first', async () => {
    await world.schedule('hoje às 11h');
    await world.schedule('hoje às 13h30', { numbers: [BIA] });
    await world.run(work => startSilence(work, { until: at('14:00'), reason: null }));
    for (const time of ['11:00', '13:30']) await come(time);
    await Promise.all([come('14:00'), createSender({ ...world.deps, processId: 'other' }).drain()]);
    expect((await logs()).toSorted()).toEqual(['held late', 'sent']);
    expect(await asked()).toEqual([world.owner.id]);
  });

  test('one that another takes the place of asks nothing', async () => {
    await world.schedule('hoje às 11h');
    await world.run(work => startSilence(work, { until: null, reason: null }));
    await come('11:00');
    world.clock.set(at('13:00').toString());
    await world.run(work => startSilence(work, { until: at('15:00'), reason: null }));
    await sender.drain();
    expect(await logs()).toEqual(['queued silence']);
    expect(await asked()).toEqual([]);
    await come('15:00');
    expect(await logs()).toEqual(['held late']);
  });

  test('one that ends while the number is off: its return asks', async () => {
    await world.schedule('hoje às 11h');
    const { id } = await world.run(work => startSilence(work, { until: null, reason: null }));
    await come('11:00');
    await off('12:30');
    world.clock.set(at('13:00').toString());
    await world.run(work => endSilence(work, id));
    await sender.drain();
    expect(await asked()).toEqual([]);
    await back('13:10');
    expect(await logs()).toEqual(['held late']);
    expect(await asked()).toEqual([world.owner.id]);
  });
});
