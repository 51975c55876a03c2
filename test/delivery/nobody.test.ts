import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Contact, Delivery, Group, Occurrence, OutboxMessage } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { addToList, takeFromList } from '../../src/scheduling/change-list.ts';
import { createContact } from '../../src/scheduling/create-contact.ts';
import { createGroup } from '../../src/scheduling/create-group.ts';
import type { RecipientInput } from '../../src/scheduling/create-schedule.ts';
import { deleteContact } from '../../src/scheduling/delete-contact.ts';
import { runNow } from '../../src/scheduling/run-now.ts';
import { suppressPhone, unsuppress } from '../../src/scheduling/suppress.ts';
import { updateContact } from '../../src/scheduling/update-contact.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World, ZONE } from '../helpers/world.ts';

const ANA = '+5511987654321';

describeEachDatabase('a run without anybody to send to', create => {
  let world: World;
  let ana: number;
  let list: number;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    ana = (await world.run(work => createContact(work, { name: 'Ana', phone: ANA, birthDate: '1990-11-26' }))).id;
    list = (await world.run(work => createGroup(work, { name: 'clientes', kind: 'list' }))).id;
  });
  afterEach(() => world.close());

  const group = (id: number): RecipientInput => ({ type: 'group', id });
  const toList = (when = 'todo dia às 11h') => world.schedule(when, { recipients: [group(list)] });
  const join = () => world.run(work => addToList(work, list, [ana]));
  const leave = () => world.run(work => takeFromList(work, list, [ana]));
  const birthdays = async (when = 'todo dia às 11h') => {
    const made = await world.run(work =>
      createGroup(work, { name: 'aniversariantes', kind: 'dynamic', rule: 'birthday' }),
    );
    return world.schedule(when, { recipients: [group(made.id)] });
  };
  const notices = async () =>
    (await world.db.em.find(OutboxMessage, { kind: 'notice' }, { orderBy: { id: 'asc' } })).map(row => row.text);
  /** The days, at eleven, on which somebody was told; `2026-11-24` is the first. */
  async function toldOn(
    days: number,
    before: (day: string) => Promise<unknown> = async () => {},
    everyDays = 1,
  ): Promise<string[]> {
    const told: string[] = [];
    let date = Temporal.PlainDate.from('2026-11-24');
    for (let n = 0; n < days; n += everyDays, date = date.add({ days: everyDays })) {
      await before(date.toString());
      const known = (await notices()).length;
      world.clock.set(date.toZonedDateTime({ timeZone: ZONE, plainTime: '11:00' }).toInstant().toString());
      await fireDue(world.deps);
      if ((await notices()).length > known) told.push(date.toString().slice(5));
    }
    return told;
  }
  const runs = async (schedule: number) =>
    (
      await world.db.em.find(Occurrence, { schedule, status: { $ne: 'planned' } }, { orderBy: { plannedAt: 'asc' } })
    ).map(({ status, reason }) => `${status} ${reason ?? ''}`.trim());

  test('to an empty list is over at once, and its author is told, by the name of the list', async () => {
    const id = await toList();
    expect(await toldOn(1)).toEqual(['11-24']);
    expect(await runs(id)).toEqual(['done no_recipients']);
    expect(await world.db.em.count(Delivery, {})).toBe(0);
    const [text] = await notices();
    expect(text).toContain('avisos/ninguem');
    expect(text).toContain('"lists":["clientes"]');
    expect(text).toContain('"isBirthday":false,"isOptedOut":false');
    expect(text).toContain('"goesOn":true');
  });

  test('is told also of a one-off, which has no other send', async () => {
    await toList('hoje às 11h');
    expect(await toldOn(1)).toEqual(['11-24']);
    expect((await notices())[0]).toContain('"goesOn":false');
  });

  test('is told when it was made ready before its instant', async () => {
    await toList('hoje às 11h');
    world.clock.set('2026-11-24T10:59:58-03:00');
    await fireDue(world.deps);
    expect(await notices()).toEqual([expect.stringContaining('"goesOn":false')]);
  });

  test('that is late is told as one without anybody, not as one that goes out late', async () => {
    const id = await toList();
    world.clock.set('2026-11-24T11:20:00-03:00');
    await fireDue(world.deps);
    expect((await notices()).map(text => text.split(' ')[0])).toEqual(['avisos/ninguem']);
    expect(await runs(id)).toEqual(['done no_recipients']);
  });

  test('after others that were missed, nothing is said to have gone out late', async () => {
    await toList('todo dia às 11h, 12h e 13h');
    world.clock.set('2026-11-24T13:20:00-03:00');
    await fireDue(world.deps);
    const told = await notices();
    expect(told.map(text => text.split(' ')[0])).toEqual(['avisos/ninguem', 'avisos/perdidos']);
    expect(told[1]).toContain('"sentLate":false');
  });

  test('asked for now is told too', async () => {
    const id = await toList();
    await world.run(work => runNow(work, id));
    await fireDue(world.deps);
    expect(await notices()).toHaveLength(1);
  });

  describe('is not told every day', () => {
    test('of a list: at first, and once a week while it lasts', async () => {
      await toList();
      expect(await toldOn(16)).toEqual(['11-24', '12-01', '12-08']);
    });

    test('of a list that is empty again: anew', async () => {
      await toList();
      const changes: Record<string, () => Promise<unknown>> = { '2026-11-26': join, '2026-11-28': leave };
      expect(await toldOn(7, async day => changes[day]?.())).toEqual(['11-24', '11-28']);
      expect(await world.db.em.count(Delivery, {})).toBe(2);
    });

    test('of a weekly list: each time', async () => {
      await toList('toda terça às 11h');
      expect(await toldOn(15, undefined, 7)).toEqual(['11-24', '12-01', '12-08']);
    });

    test('of birthdays: the first day without one, and a month without any', async () => {
      await birthdays('toda terça às 11h');
      await world.run(work => updateContact(work, ana, { birthDate: '1990-12-01' }));
      // Hers is on the second Tuesday. Thirty days after the third there was none for a month.
      expect(await toldOn(50, undefined, 7)).toEqual(['11-24', '01-12']);
      expect((await notices())[0]).toContain('"isBirthday":true');
      expect(await world.db.em.count(Delivery, {})).toBe(1);
    });
  });

  test('because all of them asked to stop is over too, and told as that', async () => {
    await join();
    const id = await toList();
    await world.run(work => suppressPhone(work, ANA, 'whatsapp'));
    expect(await toldOn(2)).toEqual(['11-24']);
    expect(await runs(id)).toEqual(['done all_opted_out', 'done all_opted_out']);
    expect((await notices())[0]).toContain('"isOptedOut":true');
    const [skipped] = await world.db.em.find(Delivery, {}, { limit: 1 });
    expect(skipped).toMatchObject({ status: 'skipped', reason: 'opted_out' });
    await world.run(work => unsuppress(work, ANA));
    world.clock.set('2026-11-26T11:00:00-03:00');
    await fireDue(world.deps);
    expect((await runs(id)).at(-1)).toBe('firing');
  });

  test('because one of two asked to stop is none of these', async () => {
    await world.schedule('todo dia às 11h', { recipients: [{ type: 'contact', id: ana }], numbers: [] });
    const both = await world.schedule('todo dia às 11h', {
      recipients: [
        { type: 'contact', id: ana },
        { type: 'number', phone: '+5511912345678' },
      ],
    });
    await world.run(work => suppressPhone(work, ANA, 'whatsapp'));
    expect(await toldOn(1)).toEqual(['11-24']);
    expect(await runs(both)).toEqual(['firing']);
  });

  test('because they were deleted is told without a list to name', async () => {
    await join();
    await toList();
    await world.run(work => deleteContact(work, ana));
    expect(await toldOn(1)).toEqual(['11-24']);
    expect(await world.db.em.count(Contact, {})).toBe(0);
  });

  test('a WhatsApp group is sent to, whatever count is known of it', async () => {
    const made = await world.run(work =>
      createGroup(work, { name: 'vendas', kind: 'whatsapp', jid: '120363000000000001@g.us' }),
    );
    for (const membersCount of [0, 1, 300]) {
      await world.db.em.nativeUpdate(Group, made.id, { membersCount });
      await world.schedule('hoje às 11h', { recipients: [group(made.id)] });
    }
    expect(await toldOn(1)).toEqual([]);
    expect(await world.db.em.count(Delivery, { status: 'queued' })).toBe(3);
  });
});
