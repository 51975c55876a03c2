import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EvolutionConfig } from '../../src/db/entities/index.ts';
import { previewMessage } from '../../src/scheduling/preview-message.ts';
import { sendNow } from '../../src/scheduling/send-now.ts';
import { throughAt } from '../../src/scheduling/through-at.ts';
import { createWorld, type World } from '../helpers/world.ts';

const timezone = 'America/Sao_Paulo';
const start = Temporal.Instant.from('2026-11-25T12:00:00Z'); // 09:00
const idle = { minGapMs: null, maxGapMs: null, dailyCap: null, quietHours: null, sentOn: null, sentToday: 0 };
const custom = { ...idle, pace: 'custom', minGapMs: 10_000, maxGapMs: 20_000 } as const; // four a minute
const night = { quietHours: { from: '21:00', to: '08:00' } };

describe('when a paced run is through', () => {
  test.for([
    ['normal, with its rests', { ...idle, pace: 'normal' }, 100, 0, '2026-11-25T12:12:48Z'],
    ['livre', { ...idle, pace: 'livre' }, 100, 0, null],
    ['its own gaps', custom, 40, 0, '2026-11-25T12:10:00Z'],
    ['a few messages', custom, 2, 0, null],
    ['a few messages behind many', custom, 2, 40, '2026-11-25T12:10:30Z'],
    ['over three days of its cap', { ...custom, dailyCap: 100 }, 240, 0, '2026-11-27T03:10:00Z'],
    ['as much as the cap', { ...custom, dailyCap: 100 }, 100, 0, '2026-11-25T12:25:00Z'],
    [
      'a cap that is half used up',
      { ...custom, dailyCap: 100, sentOn: '2026-11-25', sentToday: 50 },
      60,
      0,
      '2026-11-26T03:02:30Z',
    ],
    [
      'a cap that was used up yesterday',
      { ...custom, dailyCap: 100, sentOn: '2026-11-24', sentToday: 100 },
      60,
      0,
      '2026-11-25T12:15:00Z',
    ],
    ['until the quiet hours, and on after them', { ...custom, ...night }, 12 * 240 + 40, 0, '2026-11-26T11:10:00Z'],
    [
      'the cap ends at night, when nothing goes out',
      { ...custom, ...night, dailyCap: 100 },
      120,
      0,
      '2026-11-26T11:05:00Z',
    ],
    [
      'without a gap, but with a cap',
      { ...custom, minGapMs: 0, maxGapMs: 0, dailyCap: 100 },
      150,
      0,
      '2026-11-26T03:00:00Z',
    ],
  ] as const)('%s', ([, config, messages, ahead, end]) => {
    const run = { messages, ahead, start, now: start, timezone };
    expect(throughAt(config, run)?.toString() ?? null).toBe(end);
  });

  test('what is queued now has left by the time a later run begins', () => {
    const run = { messages: 40, ahead: 40, start, now: start.subtract({ hours: 1 }), timezone };
    expect(throughAt(custom, run)?.toString()).toBe('2026-11-25T12:10:00Z');
  });

  test('a run that begins in quiet hours begins after them', () => {
    const at = Temporal.Instant.from('2026-11-25T06:00:00Z'); // 03:00
    const run = { messages: 40, ahead: 0, start: at, now: at, timezone };
    expect(throughAt({ ...custom, ...night }, run)?.toString()).toBe('2026-11-25T11:10:00Z');
  });
});

describe('a run that cannot be through in its time', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
    const { id } = world.instance;
    await world.db.em.nativeUpdate(
      EvolutionConfig,
      { id },
      { pace: 'custom', minGapMs: 10_000, maxGapMs: 20_000, dailyCap: 3 },
    );
  });
  afterEach(() => world.close());

  const to = (count: number) =>
    Array.from({ length: count }, (_, nth) => ({ type: 'number' as const, phone: `+551191234567${nth}` }));
  const preview = (count: number) =>
    world.run(work => previewMessage(work, { recipients: to(count), content: { text: 'Oi' } }));

  test('is asked about, with the hour at which the last one would leave', async () => {
    const { risks, throughAt: through } = await preview(5);
    expect(through?.toString()).toBe('2026-11-25T03:00:30Z');
    expect(risks.map(({ code }) => code)).toEqual(['soon_to_many']);
    await world.run(work => sendNow(work, { recipients: to(4), content: { text: 'Antes' } }));
    const behind = await preview(5);
    expect(behind.risks).toContainEqual({
      code: 'not_through',
      details: {
        until: Temporal.Instant.from('2026-11-25T13:00:00Z'),
        through: Temporal.Instant.from('2026-11-26T03:00:45Z'),
        timezone,
      },
    });
  });
});
