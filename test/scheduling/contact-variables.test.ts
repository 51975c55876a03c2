import { afterEach, beforeEach, expect, test } from 'vitest';
import { contactVariables } from '../../src/scheduling/queries/contact-variables.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';
import { contact } from './people.ts';

describeEachDatabase('the names of what is known of people', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld(undefined, create);
  });
  afterEach(() => world.close());

  test('are each told once', async () => {
    expect(await contactVariables(world.db.em)).toEqual([]);
    await contact(world, 'Lia', '11 98765-4321', { variables: { pedido: 'A', 'data-fim': 'já' } });
    await contact(world, 'Rui', '11 98765-4322', { variables: { pedido: 'B', preço: '9' } });
    await contact(world, 'Gal', '11 98765-4323');
    expect((await contactVariables(world.db.em)).toSorted()).toEqual(['data-fim', 'pedido', 'preço']);
  });
});
