import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSchedule } from '../../src/scheduling/create-schedule.ts';
import { expandRecipients } from '../../src/scheduling/expand-recipients.ts';
import { findRecipients } from '../../src/scheduling/find-recipients.ts';
import { editDistance } from '../../src/scheduling/near-names.ts';
import type { RecipientInput } from '../../src/scheduling/recipients.ts';
import { createWorld, type World, ZONE } from '../helpers/world.ts';
import { contact, group, whatsappGroup } from './people.ts';

const DAY = Temporal.PlainDate.from('2026-11-25');

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

describe('the chats behind recipients', () => {
  const chats = async (recipients: RecipientInput[], on = DAY) =>
    (await expandRecipients(world.db.em, recipients, { on })).map(({ key, type, name }) => `${type} ${name} ${key}`);

  test('a WhatsApp group is one chat, whoever is in it', async () => {
    const id = await whatsappGroup(world, 'Vendas', '120363@g.us');
    expect(await chats([{ type: 'group', id }])).toEqual(['group Vendas 120363@g.us']);
  });

  test('a list is its contacts, as they are then', async () => {
    const ana = await contact(world, 'Ana', '11 98765-4321');
    const bia = await contact(world, 'Bia', '11 3265-4321');
    const id = await group(world, 'VIP', { contacts: [bia, ana] });
    expect((await chats([{ type: 'group', id }])).sort()).toEqual([
      'contact Ana +5511987654321',
      'contact Bia +551132654321',
    ]);
  });

  test('one person as number, as contact and in two lists is one chat, with the name of the contact', async () => {
    const ana = await contact(world, 'Ana', '+5531987654321');
    const first = await group(world, 'um', { contacts: [ana] });
    const second = await group(world, 'dois', { contacts: [ana] });
    expect(
      await chats([
        { type: 'number', phone: '+553187654321' }, // without the ninth digit
        { type: 'group', id: first },
        { type: 'contact', id: ana },
        { type: 'group', id: second },
      ]),
    ).toEqual(['contact Ana +5531987654321']);
  });

  test('a number that nobody has brings no name that a text could use', async () => {
    const [target] = await expandRecipients(world.db.em, [{ type: 'number', phone: '+5511987654321' }], { on: DAY });
    expect(target).toEqual({
      key: '+5511987654321',
      jid: '5511987654321',
      type: 'number',
      id: null,
      name: '(11) 98765-4321',
      variables: {},
    });
  });

  test("a contact brings its names and variables, which may be its own 'nome'", async () => {
    const variables = { cidade: 'Recife', nome: 'Dona Ana' };
    const id = await contact(world, 'Ana Paula Souza', '11 98765-4321', { variables });
    const [target] = await expandRecipients(world.db.em, [{ type: 'contact', id }], { on: DAY });
    expect(target!.variables).toEqual({ nome: 'Dona Ana', primeiro_nome: 'Ana', cidade: 'Recife' });
  });

  test.for([
    ['2026-03-10', ['Ana']],
    ['2026-03-11', []],
    ['2027-02-28', ['Bia']], // born on 29 February: the last day of her month, in common years
    ['2027-03-01', []],
    ['2028-02-28', []],
    ['2028-02-29', ['Bia']],
  ] as const)('on %s the birthday group is %o', async ([on, names]) => {
    await contact(world, 'Ana', '11 98765-4321', { birthDate: '1990-03-10' });
    await contact(world, 'Bia', '11 98765-4322', { birthDate: '2000-02-29' });
    await contact(world, 'Caio', '11 98765-4323');
    const id = await group(world, 'aniversariantes', { kind: 'dynamic', rule: 'birthday' });
    const targets = await expandRecipients(world.db.em, [{ type: 'group', id }], { on: Temporal.PlainDate.from(on) });
    expect(targets.map(target => target.name)).toEqual(names);
  });
});

describe('names that a command gives', () => {
  const find = (groups: string[], contacts: string[] = []) =>
    findRecipients(world.db.em, { groups, contacts, numbers: [] });

  test('an exact name wins over longer ones, without case, accents and double spaces', async () => {
    const id = await whatsappGroup(world, 'São João', '1@g.us');
    await whatsappGroup(world, 'São João da Barra', '2@g.us');
    const found = await find(['  sao   JOÃO ']);
    expect(found.recipients).toEqual([{ type: 'group', id }]);
    expect([found.rough, found.ambiguous, found.unknown]).toEqual([[], [], []]);
  });

  test('an alias is a name', async () => {
    const id = await whatsappGroup(world, 'Equipe de Vendas 2026', '1@g.us', { aliases: ['Vendas'] });
    expect((await find(['vendas'])).recipients).toEqual([{ type: 'group', id }]);
    expect((await find(['vendas'])).rough).toEqual([]);
  });

  test.for([
    ['vendas', 'Equipe de Vendas'],
    ['equipe', 'Equipe de Vendas'],
    ['suprote', 'Suporte'],
    ['finaceiro', 'Financeiro'],
  ] as const)('“%s” is a rough match of “%s”: taken, and told', async ([typed, name]) => {
    for (const [index, existing] of ['Equipe de Vendas', 'Suporte', 'Financeiro'].entries()) {
      await whatsappGroup(world, existing, `${index}@g.us`);
    }
    const found = await find([typed]);
    expect(found.rough).toMatchObject([{ type: 'group', name: typed, match: name }]);
    expect(found.recipients).toEqual([{ type: 'group', id: found.rough[0]!.id }]);
  });

  test('a name that several have is left to a person', async () => {
    const ana = await contact(world, 'Ana Lima', '11 98765-4321');
    const other = await contact(world, 'Ana Souza', '11 98765-4322');
    await contact(world, 'Mariana', '11 98765-4323');
    const found = await find([], ['ana']);
    expect(found.recipients).toEqual([]);
    expect(found.ambiguous).toEqual([
      {
        type: 'contact',
        name: 'ana',
        options: [
          { id: ana, name: 'Ana Lima' },
          { id: other, name: 'Ana Souza' },
        ],
      },
    ]);
  });

  test('a list of choices is short', async () => {
    for (let n = 0; n < 15; n++) await contact(world, `Ana ${n}`, `11 98765-43${n + 10}`);
    expect((await find([], ['ana'])).ambiguous[0]!.options).toHaveLength(10);
  });

  test('what nobody is called is told, with names that are near', async () => {
    await whatsappGroup(world, 'Vendas', '1@g.us');
    const found = await find(['verdes', 'xyz']);
    expect(found.unknown.map(({ name, suggestions }) => [name, suggestions.map(one => one.name)])).toEqual([
      ['verdes', ['Vendas']],
      ['xyz', []],
    ]);
  });

  test('groups and contacts are not mixed up', async () => {
    await contact(world, 'Vendas', '11 98765-4321');
    expect((await find(['vendas'])).unknown).toMatchObject([{ type: 'group', name: 'vendas' }]);
  });

  test('what was found can be scheduled to in the same unit of work', async () => {
    await whatsappGroup(world, 'Vendas', '1@g.us');
    const schedule = await world.run(async work => {
      const { recipients } = await findRecipients(work.em, {
        groups: ['vendas'],
        contacts: [],
        numbers: ['+5511912345678'],
      });
      const rule = {
        rrule: 'FREQ=DAILY',
        at: null,
        extra: [],
        times: ['09:00'],
        window: null,
        start: null,
        until: null,
      };
      const timed = {
        rule: { ...rule, count: null, exclude: [], holidays: null, shift: null, short_months: 'last_day' as const },
        anchor: '2026-11-24T10:00',
        timezone: ZONE,
      };
      return createSchedule(work, { timed, recipients, content: { text: 'Oi, {{#if nome}}{{nome}}{{/if}}!' } });
    });
    expect(schedule.evolutionConfig.id).toBe(world.instance.id);
  });
});

test.for([
  ['vendas', 'vendas', 0],
  ['vendas', 'venda', 1],
  ['vendas', 'vnedas', 1],
  ['vendas', 'vemdaz', 2],
  ['', 'abc', 3],
] as const)('%s and %s are %i apart', ([one, other, distance]) => {
  expect(editDistance(one, other)).toBe(distance);
  expect(editDistance(other, one)).toBe(distance);
});
