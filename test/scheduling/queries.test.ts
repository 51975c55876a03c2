import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Delivery, type DeliveryStatus, EvolutionConfig } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { deleteSchedule } from '../../src/scheduling/delete-schedule.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { getSchedule } from '../../src/scheduling/queries/get-schedule.ts';
import { listContacts } from '../../src/scheduling/queries/list-contacts.ts';
import { listGroups } from '../../src/scheduling/queries/list-groups.ts';
import { listLogs } from '../../src/scheduling/queries/list-logs.ts';
import { listSchedules } from '../../src/scheduling/queries/list-schedules.ts';
import { listTemplates } from '../../src/scheduling/queries/list-templates.ts';
import { statusOverview } from '../../src/scheduling/queries/overview.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World, ZONE } from '../helpers/world.ts';
import { contact, group, template, whatsappGroup } from './people.ts';
import { refusal } from './refusal.ts';

const ALL = { page: 1, pageSize: 50 };

describeEachDatabase('reading', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
  });
  afterEach(() => world.close());
  const names = async (page: Promise<{ results: { name: string }[] }>) => (await page).results.map(row => row.name);

  describe('lists', () => {
    beforeEach(async () => {
      for (const [index, name] of ['Álvaro', 'bia', 'Caio_x', 'Zoé'].entries()) {
        await contact(world, name, `11 98765-430${index}`);
      }
    });

    test('are in the order of names as people see them, without case and accents', async () => {
      expect(await names(listContacts(world.db.em, ALL))).toEqual(['Álvaro', 'bia', 'Caio_x', 'Zoé']);
      expect(await names(listContacts(world.db.em, { ...ALL, ordering: ['-name'] }))).toEqual([
        'Zoé',
        'Caio_x',
        'bia',
        'Álvaro',
      ]);
    });

    test('come in pages that together hold each row once', async () => {
      const pages = [1, 2, 3].map(page => listContacts(world.db.em, { page, pageSize: 3 }));
      expect(await Promise.all(pages.map(names))).toEqual([['Álvaro', 'bia', 'Caio_x'], ['Zoé'], []]);
      expect((await pages[1]!).count).toBe(4);
    });

    test.for([
      ['ALVARO', ['Álvaro']],
      ['i', ['bia', 'Caio_x']],
      ['_', ['Caio_x']],
      ['%', []],
      ["'", []],
      ['98765-4303', ['Zoé']],
    ] as const)('are searched for %s, each letter as itself', async ([search, found]) => {
      expect(await names(listContacts(world.db.em, { ...ALL, search }))).toEqual(found);
    });

    test('refuse an order that they do not have', async () => {
      expect(await refusal(listContacts(world.db.em, { ...ALL, ordering: ['notes'] }))).toBe('unknown_ordering');
    });

    test('of groups are filtered by kind; of templates searched in name and text', async () => {
      await group(world, 'VIP');
      await whatsappGroup(world, 'Vendas', '1@g.us');
      expect(await names(listGroups(world.db.em, { ...ALL, kind: 'whatsapp' }))).toEqual(['Vendas']);
      await template(world, 'bomdia', 'Olá, TODOS');
      await template(world, 'todos', 'x');
      await template(world, 'outro', 'y');
      expect(await names(listTemplates(world.db.em, { ...ALL, search: 'todos' }))).toEqual(['bomdia', 'todos']);
    });
  });

  describe('schedules', () => {
    test('are filtered by status, searched, ordered, and hide the deleted', async () => {
      const first = await world.schedule('todo dia às 12h', { title: 'Almoço' });
      const second = await world.schedule('todo dia às 11h', { content: { text: 'Bom almoço a todos' } });
      const paused = await world.schedule('todo dia às 9h', { title: 'Café' });
      await world.run(work => pauseSchedule(work, paused, {}));
      const deleted = await world.schedule('todo dia às 8h', { title: 'Almoço' });
      await world.run(work => deleteSchedule(work, deleted, {}));
      const ids = async (request: Partial<Parameters<typeof listSchedules>[1]>) =>
        (await listSchedules(world.db.em, { ...ALL, ...request })).results.map(row => row.id);
      expect(await ids({ ordering: ['id'] })).toEqual([first, second, paused]);
      expect(await ids({ status: 'active', ordering: ['next_run_at'] })).toEqual([second, first]);
      expect(await ids({ status: 'paused' })).toEqual([paused]);
      expect(await ids({ search: 'ALMOÇO'.toLowerCase(), ordering: ['id'] })).toEqual([first, second]);
    });

    test('are read with the names of whom they are for', async () => {
      const ana = await contact(world, 'Ana', '11 98765-4321');
      const sales = await whatsappGroup(world, 'Vendas', '1@g.us');
      const id = await world.schedule('todo dia às 9h', {
        recipients: [
          { type: 'number', phone: '+5511912345678' },
          { type: 'contact', id: ana },
          { type: 'group', id: sales },
        ],
        content: { templateId: await template(world, 'oi', 'Oi!') },
      });
      const { recipients, template: used } = await getSchedule(world.db.em, id);
      expect(recipients).toEqual([
        { type: 'number', id: null, name: '+5511912345678' },
        { type: 'contact', id: ana, name: 'Ana' },
        { type: 'group', id: sales, name: 'Vendas' },
      ]);
      expect(used?.name).toBe('oi');
    });
  });

  describe('logs and the overview', () => {
    const numbers = ['+5511912345670', '+5511912345671', '+5511912345672', '+5511912345673', '+5511912345674'];
    const statuses: DeliveryStatus[] = ['delivered', 'failed', 'uncertain', 'queued', 'read'];
    let schedule: number;
    beforeEach(async () => {
      schedule = await world.schedule('todo dia às 11h', { numbers });
      world.clock.set('2026-11-24T11:00:00-03:00');
      await fireDue(world.deps);
      for (const [index, status] of statuses.entries()) {
        await world.db.em.nativeUpdate(Delivery, { recipientKey: numbers[index]! }, { status });
      }
    });

    test('logs are filtered by schedule, status, recipient and period', async () => {
      const count = async (filter: Partial<Parameters<typeof listLogs>[1]>) =>
        (await listLogs(world.db.em, { ...ALL, ...filter })).count;
      const at = world.clock.now();
      expect(await count({})).toBe(5);
      expect(await count({ schedule: schedule + 1 })).toBe(0);
      expect(await count({ status: 'failed' })).toBe(1);
      expect(await count({ recipient: '5511912345672' })).toBe(1);
      expect(await count({ recipient: '91234-5671' })).toBe(1);
      expect(await count({ from: at, to: at.add({ seconds: 1 }) })).toBe(5);
      expect(await count({ from: at.add({ milliseconds: 1 }) })).toBe(0);
      expect(await count({ to: at })).toBe(0);
    });

    test('the overview counts the day in the zone, and names what comes next', async () => {
      const overview = await statusOverview(world.db.em, world.clock.now(), ZONE);
      expect(overview).toMatchObject({ sent: 2, failed: 1, uncertain: 1, waiting: 1, active: 1, pausedSchedules: 0 });
      expect(overview.instances).toMatchObject([{ name: 'Loja', isDefault: true, paused: false }]);
      expect(overview.next.map(row => [row.id, row.nextRunAt.toString()])).toEqual([
        [schedule, '2026-11-25T14:00:00Z'],
      ]);
    });

    test('the next day begins at midnight in the zone', async () => {
      const before = await statusOverview(world.db.em, Temporal.Instant.from('2026-11-25T02:59:59Z'), ZONE);
      const after = await statusOverview(world.db.em, Temporal.Instant.from('2026-11-25T03:00:00Z'), ZONE);
      expect([before.failed, after.failed]).toEqual([1, 0]);
    });

    test('a paused instance says so', async () => {
      await world.db.em.nativeUpdate(EvolutionConfig, {}, { pausedAt: world.clock.now(), state: 'close' });
      const { instances } = await statusOverview(world.db.em, world.clock.now(), ZONE);
      expect(instances).toMatchObject([{ state: 'close', paused: true }]);
    });
  });
});
