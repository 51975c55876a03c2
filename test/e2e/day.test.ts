import { afterEach, beforeEach, expect, test } from 'vitest';
import { AFTERNOON } from './day/afternoon.ts';
import { EVENING } from './day/evening.ts';
import { MORNING } from './day/morning.ts';
import { NOON } from './day/noon.ts';
import { asGatewayGroup, BIA, CAIO, NAMES, SALES, SATURDAY_FAIR, SUNDAY_FAIR } from './day/people.ts';
import { openShop, type Shop } from './day/shop.ts';
import { createTranscript } from './day/transcript.ts';

const SCENES = [...MORNING, ...NOON, ...AFTERNOON, ...EVENING];
/** A day with less would leave out what a day has. */
const LEAST_MESSAGES = 80;

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

test('a day of a shop reads well from opening to closing', { timeout: 300_000 }, async () => {
  const members = [BIA.phone, CAIO.phone];
  shop.gateway.groups.push(...[SALES, SATURDAY_FAIR, SUNDAY_FAIR].map(group => asGatewayGroup(group, members)));
  const day = createTranscript(shop, NAMES);
  for (const scene of SCENES) {
    await shop.start(scene.at);
    if (scene === SCENES[0]) await shop.setUp(BIA.name);
    day.scene(`${scene.at.slice(11, 16)} · ${scene.title}`);
    await scene.play(day, shop);
    // Each part of the day runs in a process of its own: what was said before must not be forgotten.
    await (scene.endsBy === 'kill' ? shop.kill() : shop.stop());
  }
  await expect(day.text()).toMatchFileSnapshot('golden/dia.txt');
  expect(day.count()).toBeGreaterThanOrEqual(LEAST_MESSAGES);
});
