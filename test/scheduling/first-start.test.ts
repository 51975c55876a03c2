import { afterEach, beforeEach, expect, test } from 'vitest';
import { Group, Template } from '../../src/db/entities/index.ts';
import { deleteTemplate } from '../../src/scheduling/delete-template.ts';
import { findTemplateByName } from '../../src/scheduling/queries/list-templates.ts';
import { seedFirstStart } from '../../src/scheduling/seed.ts';
import { createWorld, type World } from '../helpers/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.run(seedFirstStart);
});
afterEach(() => world.close());

test('the first start brings the starter templates and the birthday group', async () => {
  const templates = await world.db.em.find(Template, {}, { orderBy: { name: 'asc' } });
  expect(templates.map(template => template.name)).toEqual(['aniversario', 'bomdia', 'cobranca', 'lembrete']);
  expect(await world.db.em.findOneOrFail(Group, { kind: 'dynamic' })).toMatchObject({
    name: 'aniversariantes',
    rule: 'birthday',
  });
});

test('a later start brings nothing back', async () => {
  const { found } = await findTemplateByName(world.db.em, 'bomdia');
  await world.run(work => deleteTemplate(work, found!.id));
  await world.run(seedFirstStart);
  expect(await world.db.em.count(Template)).toBe(3);
});
