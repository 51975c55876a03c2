import { afterEach, beforeEach, expect, test } from 'vitest';
import { AuditEntry, EvolutionConfig, Group } from '../../src/db/entities/index.ts';
import { cancelSchedule } from '../../src/scheduling/cancel-schedule.ts';
import { createEvolutionConfig, type EvolutionConfigInput } from '../../src/scheduling/create-evolution-config.ts';
import { deleteEvolutionConfig } from '../../src/scheduling/delete-evolution-config.ts';
import { updateEvolutionConfig } from '../../src/scheduling/update-evolution-config.ts';
import { createWorld, type World } from '../helpers/world.ts';
import { whatsappGroup } from './people.ts';
import { refusal } from './refusal.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const SECOND = { name: 'Dois', baseUrl: 'http://dois.test', instanceName: 'dois', apiKeyEncrypted: 'v1:selado' };
const create = (more: Partial<EvolutionConfigInput> = {}) =>
  world.run(work => createEvolutionConfig(work, { ...SECOND, ...more }, id => `hash ${id}`));
const defaults = async () =>
  (await world.db.em.find(EvolutionConfig, { isDefault: true })).map(config => config.instanceName);

test('exactly one instance is the default, whatever is made or changed', async () => {
  const first = world.instance.instanceName;
  const { id } = await create();
  expect(await defaults()).toEqual([first]);
  await world.run(work => updateEvolutionConfig(work, id, { isDefault: true }));
  expect(await defaults()).toEqual(['dois']);
  await create({ instanceName: 'três', isDefault: true });
  expect(await defaults()).toEqual(['três']);
});

test('the default is not given up without another', async () => {
  const change = world.run(work => updateEvolutionConfig(work, world.instance.id, { isDefault: false }));
  expect(await refusal(change)).toBe('default_required');
  await create();
  expect(await refusal(world.run(work => deleteEvolutionConfig(work, world.instance.id)))).toBe('default_required');
});

test('an address and an instance name are one row', async () => {
  const { id } = await create();
  expect(await refusal(create())).toBe('evolution_config_exists');
  const { baseUrl, instanceName } = world.instance;
  const move = world.run(work => updateEvolutionConfig(work, id, { baseUrl, instanceName }));
  expect(await refusal(move)).toBe('evolution_config_exists');
});

test('the shortest gap is not longer than the longest, in one change or over two', async () => {
  expect(await refusal(create({ minGapMs: 9_000, maxGapMs: 8_000 }))).toBe('pace_range');
  const { id } = await create({ pace: 'custom', minGapMs: 1_000, maxGapMs: 8_000 });
  expect(await refusal(world.run(work => updateEvolutionConfig(work, id, { minGapMs: 9_000 })))).toBe('pace_range');
});

test('pausing keeps when it began, and resuming forgets why', async () => {
  const { id } = world.instance;
  const change = (changes: Parameters<typeof updateEvolutionConfig>[2]) =>
    world.run(work => updateEvolutionConfig(work, id, changes));
  await change({ paused: true, pauseReason: 'férias' });
  const began = world.clock.now();
  world.clock.advance({ hours: 1 });
  const again = await change({ paused: true, pauseReason: 'mais férias' });
  expect([again.pausedAt!.toString(), again.pauseReason]).toEqual([began.toString(), 'mais férias']);
  expect(await change({ paused: false })).toMatchObject({ pausedAt: null, pauseReason: null });
});

test('an instance in use, or with logs, is not deleted; an unused one leaves its groups', async () => {
  const { id } = await create();
  await whatsappGroup(world, 'Vendas', '1@g.us', { evolutionConfigId: id });
  const schedule = await world.schedule('todo dia às 9h', { evolutionConfigId: id });
  const remove = () => world.run(work => deleteEvolutionConfig(work, id));
  expect(await refusal(remove())).toBe('in_use');
  await world.run(work => cancelSchedule(work, schedule, {}));
  expect(await refusal(remove())).toBe('has_logs');
  await world.db.em.execute('delete from occurrences');
  await world.db.em.execute('delete from schedules');
  await remove();
  expect((await world.db.em.findOneOrFail(Group, { jid: '1@g.us' })).evolutionConfig).toBeNull();
});

test('the audit tells what changed and never the key', async () => {
  const { id } = await create();
  await world.run(work => updateEvolutionConfig(work, id, { name: 'Outra', apiKeyEncrypted: 'v1:novo' }));
  const entries = await world.db.em.find(AuditEntry, { entityType: 'evolution_config', entityId: id });
  expect(entries.map(entry => entry.after?.name)).toEqual(['Dois', 'Outra']);
  expect(JSON.stringify(entries)).not.toMatch(/selado|novo|hash/);
});
