import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Contact, Delivery, Group, Occurrence, Schedule, Template } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { settleOccurrences } from '../../src/delivery/settle.ts';
import { parseWhen } from '../../src/schedule/parse-command.ts';
import { cancelSchedule } from '../../src/scheduling/cancel-schedule.ts';
import { createContact } from '../../src/scheduling/create-contact.ts';
import { createGroup } from '../../src/scheduling/create-group.ts';
import { createTemplate } from '../../src/scheduling/create-template.ts';
import { deleteContact } from '../../src/scheduling/delete-contact.ts';
import { deleteGroup } from '../../src/scheduling/delete-group.ts';
import { deleteSchedule } from '../../src/scheduling/delete-schedule.ts';
import { deleteTemplate } from '../../src/scheduling/delete-template.ts';
import { editSchedule } from '../../src/scheduling/edit-schedule.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { postponeNext } from '../../src/scheduling/postpone-next.ts';
import { recipientsOf } from '../../src/scheduling/recipients.ts';
import { resumeSchedule } from '../../src/scheduling/resume-schedule.ts';
import { sendNow } from '../../src/scheduling/send-now.ts';
import { skipNext } from '../../src/scheduling/skip-next.ts';
import { undoLast } from '../../src/scheduling/undo.ts';
import { updateContact } from '../../src/scheduling/update-contact.ts';
import { updateGroup } from '../../src/scheduling/update-group.ts';
import { updateTemplate } from '../../src/scheduling/update-template.ts';
import { runWork, type Work } from '../../src/scheduling/work.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World, ZONE } from '../helpers/world.ts';
import { refusal } from './refusal.ts';

describeEachDatabase('taking back the last change', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
  });
  afterEach(() => world.close());

  const at = (text: string) => Temporal.Instant.from(`2026-11-24T${text}:00-03:00`);
  /** Each unit of work is a second later, as people are. */
  const run = <T>(work: (work: Work) => Promise<T>) => {
    world.clock.advance({ seconds: 1 });
    return world.run(work);
  };
  const undo = () => run(undoLast);
  const timed = (when: string) => {
    const { rule, anchor } = parseWhen(when, { now: world.clock.now(), timezone: ZONE });
    return { rule: rule!, anchor: anchor!, timezone: ZONE };
  };
  /** All that a person set, and what is planned. */
  const look = async (id: number) => {
    const em = world.db.em;
    const { updatedAt: _, version: __, pausedAt: ___, ...schedule } = await em.findOneOrFail(Schedule, id);
    const planned = await em.find(Occurrence, { schedule: id, status: 'planned' }, { orderBy: { dueAt: 'asc' } });
    const dueAt = planned.map(row => row.dueAt.toString());
    return JSON.stringify({ ...schedule, recipients: await recipientsOf(em, { id }), dueAt });
  };

  describe('of a schedule makes it what it was', () => {
    const changes: Record<string, (work: Work, id: number) => Promise<unknown>> = {
      pause: (work, id) => pauseSchedule(work, id, { reason: 'reforma' }),
      cancel: (work, id) => cancelSchedule(work, id),
      delete: (work, id) => deleteSchedule(work, id),
      postpone: (work, id) => postponeNext(work, id, () => at('10:30').add({ hours: 1 })),
      'new time': (work, id) => editSchedule(work, id, { timed: timed('toda sexta às 14h') }),
      'new words and people': (work, id) =>
        editSchedule(work, id, {
          content: { text: 'Outra' },
          recipients: [{ type: 'number', phone: '+5511955554444' }],
          title: 'X',
        }),
    };
    test.for(Object.entries(changes))('%s', async ([name, change]) => {
      const id = await world.schedule('hoje às 11h', { title: 'Aviso' });
      const before = await look(id);
      await run(work => change(work, id));
      expect(await look(id)).not.toBe(before);
      await undo();
      expect(await look(id), name).toBe(before);
    });

    test('skipping: it goes out after all, and the one after it too', async () => {
      const id = await world.schedule('todo dia às 11h');
      await run(work => skipNext(work, id));
      await undo();
      world.clock.set(at('11:00').toString());
      await fireDue(world.deps);
      world.clock.set(at('11:00').add({ hours: 24 }).toString());
      await fireDue(world.deps);
      expect(await world.db.em.count(Delivery, { schedule: id })).toBe(2);
    });

    test.for(['pause', 'cancel', 'new time'])('%s: what was postponed before it keeps its hour', async name => {
      const id = await world.schedule('todo dia às 11h');
      await run(work => postponeNext(work, id, () => at('15:00')));
      const before = await look(id);
      await run(work => changes[name]!(work, id));
      await undo();
      expect(await look(id)).toBe(before);
    });

    test('resuming: it is paused again', async () => {
      const id = await world.schedule('todo dia às 11h');
      await run(work => pauseSchedule(work, id, { reason: 'férias' }));
      await run(work => resumeSchedule(work, id));
      await undo();
      expect(await world.db.em.findOneOrFail(Schedule, id)).toMatchObject({ status: 'paused', pauseReason: 'férias' });
      expect(await world.db.em.count(Occurrence, { status: 'planned' })).toBe(0);
    });

    test('creating: it is cancelled', async () => {
      const id = await world.schedule('todo dia às 11h');
      await undo();
      expect((await world.db.em.findOneOrFail(Schedule, id)).status).toBe('cancelled');
    });

    test('cancelling in the middle of a run that was taken for over since: the run is open again', async () => {
      const id = await world.schedule('todo dia às 11h');
      world.clock.set('2026-11-24T11:00:00-03:00');
      await fireDue(world.deps);
      await run(work => cancelSchedule(work, id));
      await settleOccurrences(world.deps);
      const runs = () => world.db.em.find(Occurrence, { firedAt: { $ne: null } });
      expect((await runs()).map(({ status }) => status)).toEqual(['done']);
      await run(work => undoLast(work));
      expect((await runs()).map(({ status, finishedAt }) => [status, finishedAt ?? null])).toEqual([['firing', null]]);
    });

    test('cancelling in the middle of a run: what it stopped is queued again', async () => {
      const id = await world.schedule('todo dia às 11h');
      world.clock.set(at('11:00').toString());
      await fireDue(world.deps);
      await run(work => cancelSchedule(work, id));
      await undo();
      expect(await world.db.em.findOneOrFail(Delivery, { schedule: id })).toMatchObject({
        status: 'queued',
        reason: null,
      });
    });

    test('an instant that passed meanwhile stays unsent', async () => {
      const id = await world.schedule('todo dia às 10h05');
      await run(work => pauseSchedule(work, id));
      world.clock.set(at('10:06').toString());
      await undo();
      await fireDue(world.deps);
      expect(await world.db.em.count(Delivery)).toBe(0);
      expect((await world.db.em.findOneOrFail(Schedule, id)).nextRunAt?.toString()).toBe('2026-11-25T13:05:00Z');
    });

    test('skipping, when its hour has passed, is refused', async () => {
      const id = await world.schedule('todo dia às 10h05');
      await run(work => skipNext(work, id));
      world.clock.set(at('10:06').toString());
      expect(await refusal(undo())).toBe('undo_too_late');
    });
  });

  describe('of templates, contacts and groups', () => {
    const ana = { name: 'Ana', phone: '11987654321', variables: { pet: 'Rex' }, birthDate: '1990-05-03' };

    test('a template', async () => {
      const { id } = await run(work => createTemplate(work, { name: 'promo', body: 'Um' }));
      await run(work => updateTemplate(work, id, { name: 'oferta', body: 'Dois' }));
      await undo();
      expect(await world.db.em.findOneOrFail(Template, id)).toMatchObject({ name: 'promo', body: 'Um' });
      await run(work => deleteTemplate(work, id));
      await undo();
      expect(await world.db.em.findOne(Template, { name: 'promo' })).toMatchObject({ body: 'Um' });
    });

    test('a contact', async () => {
      const { id } = await run(work => createContact(work, ana));
      await run(work => updateContact(work, id, { name: 'Anna', variables: {} }));
      await undo();
      expect(await world.db.em.findOneOrFail(Contact, id)).toMatchObject({ name: 'Ana', variables: { pet: 'Rex' } });
      await run(work => deleteContact(work, id));
      await undo();
      expect(await world.db.em.findOne(Contact, { name: 'Ana' })).toMatchObject({ birthDate: '1990-05-03' });
    });

    test('a contact comes back to its lists, those that are left', async () => {
      const { id } = await run(work => createContact(work, ana));
      const lists = ['Clientes', 'Amigos', 'Extinta'].map(name =>
        run(work => createGroup(work, { name, contacts: [id] })),
      );
      const [, , gone] = await Promise.all(lists);
      await run(work => deleteContact(work, id));
      await world.db.em.nativeDelete(Group, gone!.id);
      await undo();
      const left = await world.db.em.find(Group, {}, { orderBy: { id: 'asc' } });
      expect(left.map(({ membersCount }) => membersCount)).toEqual([1, 1]);
    });

    test('a list', async () => {
      const contact = await run(work => createContact(work, ana));
      const list = { name: 'Clientes', aliases: ['vip'], contacts: [contact.id] };
      const { id } = await run(work => createGroup(work, list));
      await run(work => updateGroup(work, id, { name: 'Outros', aliases: [], contacts: [] }));
      await undo();
      const group = await world.db.em.findOneOrFail(Group, id);
      expect([group.name, group.aliases, group.membersCount]).toEqual(['Clientes', ['vip'], 1]);
      await run(work => deleteGroup(work, id));
      await undo();
      expect(await world.db.em.findOne(Group, { name: 'Clientes' })).toMatchObject({ membersCount: 1 });
    });

    test('a new one is deleted, unless a schedule uses it', async () => {
      const { id } = await run(work => createTemplate(work, { name: 'promo', body: 'Um' }));
      await undo();
      expect(await world.db.em.findOne(Template, id)).toBeNull();
    });
  });

  describe('is refused', () => {
    test('where there is none, or it is older than ten minutes', async () => {
      expect(await refusal(undo())).toBe('nothing_to_undo');
      await run(work => createTemplate(work, { name: 'promo', body: 'Um' }));
      world.clock.advance({ minutes: 10 });
      expect(await refusal(undo())).toBe('nothing_to_undo');
    });

    test('for what somebody else changed', async () => {
      await world.schedule('todo dia às 11h');
      const other = { type: 'user', id: 7, name: 'api', role: 'owner', source: 'api' } as const;
      expect(await refusal(runWork(world.workDeps, other, undoLast))).toBe('nothing_to_undo');
    });

    test('a second time, and an undo is not undone', async () => {
      await run(work => createTemplate(work, { name: 'promo', body: 'Um' }));
      await undo();
      expect(await refusal(undo())).toBe('already_undone');
    });

    test('when it was changed again since, and then nothing happens', async () => {
      const id = await world.schedule('todo dia às 11h');
      await run(work => pauseSchedule(work, id));
      const other = { type: 'user', id: 7, name: 'api', role: 'owner', source: 'api' } as const;
      await runWork(world.workDeps, other, work => editSchedule(work, id, { title: 'Novo' }));
      expect(await refusal(undo())).toBe('undo_changed');
      expect(await world.db.em.findOneOrFail(Schedule, id)).toMatchObject({ status: 'paused', title: 'Novo' });
    });

    test('for a message that was sent', async () => {
      const recipients = [{ type: 'number', phone: '+5511912345678' }] as const;
      await run(work => sendNow(work, { recipients: [...recipients], content: { text: 'Oi' } }));
      expect(await refusal(undo())).toBe('cannot_undo');
    });
  });

  test('what one command changed is one change', async () => {
    await run(async work => {
      await createTemplate(work, { name: 'um', body: 'Um' });
      await createTemplate(work, { name: 'dois', body: 'Dois' });
    });
    expect(await undo()).toHaveLength(2);
    expect(await world.db.em.count(Template)).toBe(0);
  });
});
