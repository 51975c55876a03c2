import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EvolutionConfig, Schedule } from '../../src/db/entities/index.ts';
import { parseWhen } from '../../src/schedule/parse-command.ts';
import { createEvolutionConfig } from '../../src/scheduling/create-evolution-config.ts';
import { createSchedule, type ScheduleInput } from '../../src/scheduling/create-schedule.ts';
import { previewSchedule } from '../../src/scheduling/preview-schedule.ts';
import { suppressPhone } from '../../src/scheduling/suppress.ts';
import { createWorld, type World, ZONE } from '../helpers/world.ts';
import { contact, group, template, whatsappGroup } from './people.ts';
import { refused } from './refusal.ts';

const NUMBER = { type: 'number', phone: '+5511912345678' } as const;

let world: World;
beforeEach(async () => {
  world = await createWorld('2026-11-24T10:00:00-03:00');
});
afterEach(() => world.close());

function timed(when: string): ScheduleInput['timed'] {
  const { rule, anchor } = parseWhen(when, { now: world.clock.now(), timezone: ZONE });
  if (!rule || !anchor) throw new Error(`not a when: ${when}`);
  return { rule, anchor, timezone: ZONE };
}

const input = (more: Partial<ScheduleInput> = {}): ScheduleInput => ({
  timed: timed('todo dia às 9h'),
  recipients: [NUMBER],
  content: { text: 'Oi!' },
  ...more,
});
const create = (more: Partial<ScheduleInput> = {}) => world.run(work => createSchedule(work, input(more)));
const preview = (more: Partial<ScheduleInput> = {}) => world.run(work => previewSchedule(work, input(more)));

describe('creating and previewing refuse the same', () => {
  const faults: [string, () => Promise<Partial<ScheduleInput>>, Record<string, unknown>][] = [
    ['missing_recipient', async () => ({ recipients: [] }), {}],
    ['group_not_found', async () => ({ recipients: [{ type: 'group', id: 99 }] }), { id: 99, field: 'groups' }],
    ['contact_not_found', async () => ({ recipients: [{ type: 'contact', id: 99 }] }), { id: 99, field: 'contacts' }],
    ['template_not_found', async () => ({ content: { templateId: 99 } }), { id: 99, field: 'template' }],
    ['evolution_config_not_found', async () => ({ evolutionConfigId: 99 }), { id: 99 }],
    ['unknown_variables', async () => ({ content: { text: '{{a}} {{b}} {{nome}}' } }), { names: ['a', 'b', 'nome'] }],
    [
      'missing_variables',
      async () => ({ content: { templateId: await template(world, 'x', '{{nome}} {{valor}}') } }),
      { names: ['nome', 'valor'], recipients: [] },
    ],
    ['template_syntax', async () => ({ content: { text: 'Oi {{nome' } }), { problem: 'syntax', line: 1 }],
    ['text_too_long', async () => ({ content: { text: 'é'.repeat(4097) } }), { limit: 4096, length: 4097 }],
    [
      'text_too_long',
      async () => ({ content: { text: '{{a}}{{a}}', variables: { a: 'x'.repeat(2049) } } }),
      { limit: 4096, length: 4098 },
    ],
    ['missing_content', async () => ({ content: { text: ' {{a}} ', variables: { a: '' } } }), {}],
    ['invalid_variable', async () => ({ content: { text: '{{moeda a}}', variables: { a: 'cem' } } }), { value: 'cem' }],
    [
      'no_occurrences',
      async () => {
        const when = timed('todo dia às 9h');
        return { timed: { ...when, rule: { ...when.rule, exclude: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] } } };
      },
      {},
    ],
    [
      'past_time',
      async () => {
        const when = timed('hoje às 10h30');
        world.clock.set('2026-11-24T10:31:00.001-03:00');
        return { timed: when };
      },
      { at: '2026-11-24T10:30' },
    ],
  ];
  test.for(faults)('%s %#', async ([code, make, details]) => {
    const more = await make();
    for (const error of [await refused(create(more)), await refused(preview(more))]) {
      expect(error.code).toBe(code);
      expect(error.details).toMatchObject(details);
    }
    expect(await world.db.em.count(Schedule)).toBe(0);
  });

  test('4,096 characters are enough, an emoji is one', async () => {
    expect(
      (await create({ content: { text: `${'🎉'.repeat(1500)}${'é'.repeat(1000)}${'x'.repeat(1596)}` } })).status,
    ).toBe('active');
  });

  test('every recipient must have what the text asks for', async () => {
    const ana = await contact(world, 'Ana', '11 98765-4321', { variables: { mesa: '4' } });
    const bia = await contact(world, 'Bia', '11 98765-4322');
    const id = await group(world, 'VIP', { contacts: [ana, bia] });
    const error = await refused(
      create({ recipients: [{ type: 'group', id }], content: { text: '{{nome}}: {{mesa}}' } }),
    );
    expect([error.code, error.details]).toEqual(['unknown_variables', { names: ['mesa'], recipients: ['Bia'] }]);
  });

  test('a list that is empty today is checked for its first member', async () => {
    const recipients = [{ type: 'group' as const, id: await group(world, 'VIP') }];
    expect((await create({ recipients, content: { text: 'Oi, {{primeiro_nome}}' } })).status).toBe('active');
    expect((await refused(create({ recipients, content: { text: '{{mesa}}' } }))).code).toBe('unknown_variables');
  });
});

describe('which instance sends', () => {
  let second: number;
  beforeEach(async () => {
    const { id } = await world.run(work =>
      createEvolutionConfig(
        work,
        { name: 'Dois', baseUrl: 'http://dois.test', instanceName: 'dois', apiKeyEncrypted: 'x' },
        String,
      ),
    );
    second = id;
  });
  const chosen = async (more: Partial<ScheduleInput>) => (await create(more)).evolutionConfig.id;

  test("the schedule's own, else the group's, else the one that received the command, else the default", async () => {
    const ofSecond = {
      type: 'group' as const,
      id: await group(world, 'Um', { kind: 'whatsapp', jid: '1@g.us', evolutionConfigId: second }),
    };
    expect(await chosen({})).toBe(world.instance.id);
    expect(await chosen({ receivedBy: second })).toBe(second);
    expect(await chosen({ recipients: [NUMBER, ofSecond], receivedBy: world.instance.id })).toBe(second);
    expect(await chosen({ evolutionConfigId: second, receivedBy: world.instance.id })).toBe(second);
  });

  test('a group is not sent to by a number that is not in it', async () => {
    const id = await whatsappGroup(world, 'Vendas', '1@g.us');
    const recipients = [{ type: 'group' as const, id }];
    const error = await refused(create({ recipients, evolutionConfigId: second }));
    expect([error.code, error.details]).toEqual(['group_of_other_instance', { group: 'Vendas', instance: 'Dois' }]);
  });

  test('without any there is nothing to schedule with', async () => {
    await world.db.em.nativeUpdate(EvolutionConfig, {}, { isDefault: false });
    expect((await refused(create())).code).toBe('no_instance');
  });
});

describe('a preview', () => {
  test('tells what would go out, and saves nothing', async () => {
    const ana = await contact(world, 'Ana Lima', '11 98765-4321');
    const told = await preview({
      recipients: [{ type: 'contact', id: ana }, NUMBER],
      content: { text: 'Oi{{#if nome}}, {{nome}}{{/if}}!' },
    });
    expect(told).toMatchObject({
      description: 'todo dia às 09:00',
      chats: 2,
      people: 2,
      texts: [
        { recipient: 'Ana Lima', text: 'Oi, Ana Lima!' },
        { recipient: '(11) 91234-5678', text: 'Oi!' },
      ],
      warnings: [],
      risks: [],
      throughAt: null,
      instance: { name: 'Loja' },
    });
    expect(told.next.map(String)).toEqual(['2026-11-25T12:00:00Z', '2026-11-26T12:00:00Z', '2026-11-27T12:00:00Z']);
    expect(await world.db.em.count(Schedule)).toBe(0);
  });

  const numbers = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ type: 'number' as const, phone: `+55119${10_000_000 + n}` }));

  test.for<[string, string, number, string[]]>([
    ['50 chats', 'todo dia às 9h', 50, []],
    ['51 chats', 'todo dia às 9h', 51, ['many_chats']],
    ['every hour', 'a cada 1 hora', 1, []],
    ['every half hour', 'a cada 30 minutos', 1, ['too_often']],
    ['twice within an hour, later in the day', 'todo dia às 9h, 18h e 18h30', 1, ['too_often']],
    ['in two minutes to one', 'daqui a 2 minutos', 1, []],
    ['in two minutes to two', 'daqui a 2 minutos', 2, ['soon_to_many']],
    ['in three minutes to two', 'daqui a 3 minutos', 2, []],
  ])('%s is risky for %4$o', async ([, when, count, codes]) => {
    const { risks } = await preview({ timed: timed(when), recipients: numbers(count) });
    expect(risks.map(risk => risk.code)).toEqual(codes);
  });

  test('warns of a closed group, an empty list, a stopped instance and people who asked to stop', async () => {
    const closed = await whatsappGroup(world, 'Vendas', '1@g.us');
    const em = world.db.em;
    await em.execute('update recipient_groups set can_send = 0 where id = ?', [closed]);
    await em.nativeUpdate(EvolutionConfig, world.instance.id, { state: 'close', pausedAt: world.clock.now() });
    await world.run(work => suppressPhone(work, NUMBER.phone, 'test'));
    const { warnings } = await preview({ recipients: [{ type: 'group', id: closed }, NUMBER] });
    expect(warnings).toEqual([
      { code: 'group_closed', details: { name: 'Vendas' } },
      { code: 'instance_closed', details: { name: 'Loja' } },
      { code: 'instance_paused', details: { name: 'Loja' } },
      { code: 'opted_out', details: { count: 1, names: ['(11) 91234-5678'] } },
    ]);
    const empty = await group(world, 'VIP');
    const { warnings: ofEmpty } = await preview({ recipients: [{ type: 'group', id: empty }] });
    expect(ofEmpty.map(warning => warning.code)).toContain('nobody_yet');
  });
});
