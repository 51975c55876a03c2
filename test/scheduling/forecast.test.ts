import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EvolutionConfig } from '../../src/db/entities/index.ts';
import { messageGoesOn } from '../../src/scheduling/cap-wait.ts';
import { type ForecastConfig, forecast, type Load } from '../../src/scheduling/forecast.ts';
import { previewMessage } from '../../src/scheduling/preview-message.ts';
import { sendNow } from '../../src/scheduling/send-now.ts';
import { createWorld, type World } from '../helpers/world.ts';

const timezone = 'America/Sao_Paulo';
const start = Temporal.Instant.from('2026-11-25T12:00:00Z'); // 09:00
const idle = { minGapMs: null, maxGapMs: null, dailyCap: null, quietHours: null, sentOn: null, sentToday: 0 };
const custom = { ...idle, pace: 'custom', minGapMs: 10_000, maxGapMs: 20_000 } as const; // four a minute
const night = { quietHours: { from: '21:00', to: '08:00' } };

/** Goes on at its own hour of another day, and has a day's time. */
const load = (messages: number, at = start): Load => ({
  ...{ messages, at, giveUpAt: at.add({ hours: 24 }), cappedAt: null, byHand: false },
  goesOn: freshFrom => messageGoesOn(at, freshFrom, timezone),
});

const foretell = (config: ForecastConfig, mine: Load, others: Load[] = [], now = start) => {
  const { days, through, isCapped, givenUpAt } = forecast(config, mine, others, { now, timezone });
  return {
    days: days.map(({ at, messages }) => `${messages} ${at}`),
    through: through.toString(),
    isCapped,
    givenUpAt,
  };
};

describe('when a paced run is through', () => {
  test.for([
    ['normal, with its rests', { ...idle, pace: 'normal' }, 100, 0, '2026-11-25T12:12:48Z'],
    ['livre', { ...idle, pace: 'livre' }, 100, 0, '2026-11-25T12:00:00Z'],
    ['its own gaps', custom, 40, 0, '2026-11-25T12:10:00Z'],
    ['a few messages', custom, 2, 0, '2026-11-25T12:00:30Z'],
    ['a few messages behind many', custom, 2, 40, '2026-11-25T12:10:30Z'],
    ['over three days of its cap, at its hour', { ...custom, dailyCap: 100 }, 240, 0, '2026-11-27T12:10:00Z'],
    ['as much as the cap', { ...custom, dailyCap: 100 }, 100, 0, '2026-11-25T12:25:00Z'],
    [
      'a cap that is half used up',
      { ...custom, dailyCap: 100, sentOn: '2026-11-25', sentToday: 50 },
      60,
      0,
      '2026-11-26T12:02:30Z',
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
      'with a cap its hour, not the end of the night',
      { ...custom, ...night, dailyCap: 100 },
      120,
      0,
      '2026-11-26T12:05:00Z',
    ],
    [
      'without a gap, but with a cap',
      { ...custom, minGapMs: 0, maxGapMs: 0, dailyCap: 100 },
      150,
      0,
      '2026-11-26T12:00:00Z',
    ],
  ] as const)('%s', ([, config, messages, ahead, end]) => {
    expect(foretell(config, load(messages), [load(ahead)]).through).toBe(end);
  });

  test('what is queued now has left by the time a later run begins', () => {
    const now = start.subtract({ hours: 1 });
    expect(foretell(custom, load(40), [load(40, now)], now).through).toBe('2026-11-25T12:10:00Z');
  });

  test('a run that begins in quiet hours begins after them', () => {
    const at = Temporal.Instant.from('2026-11-25T06:00:00Z'); // 03:00
    expect(foretell({ ...custom, ...night }, load(40, at), [], at).through).toBe('2026-11-25T11:10:00Z');
  });
});

describe('how many leave on which day', () => {
  const capped = { ...custom, minGapMs: 0, maxGapMs: 0, dailyCap: 100 };

  test('the cap fills each day, from its hour on', () => {
    expect(foretell(capped, load(240))).toMatchObject({
      days: ['100 2026-11-25T12:00:00Z', '100 2026-11-26T12:00:00Z', '40 2026-11-27T12:00:00Z'],
      isCapped: true,
      givenUpAt: null,
    });
  });

  test('what others send of the cap is not left for it, on any day', () => {
    const tomorrowEarly = load(70, start.add({ hours: 23 }));
    const others = [load(80, start.subtract({ hours: 1 })), tomorrowEarly, load(90, start.add({ hours: 25 }))];
    const { days } = foretell(capped, load(60), others, start.subtract({ hours: 1 }));
    expect(days).toEqual(['20 2026-11-25T12:00:00Z', '30 2026-11-26T12:00:00Z', '10 2026-11-27T12:00:00Z']);
  });

  test('what waits for the cap already is before what comes due at that hour', () => {
    const { days } = foretell(capped, load(50), [load(160)]);
    expect(days).toEqual(['40 2026-11-26T12:00:00Z', '10 2026-11-27T12:00:00Z']);
  });

  test('what was written by hand does not go on into the night', () => {
    const at = start.add({ hours: 11, minutes: 55 }); // 20:55
    const { days } = foretell({ ...custom, dailyCap: 30 }, { ...load(60, at), byHand: true });
    expect(days).toEqual(['30 2026-11-25T23:55:00Z', '20 2026-11-26T23:55:00Z', '10 2026-11-27T11:00:00Z']);
  });

  test('a run that fits says one day, and no cap', () => {
    expect(foretell(capped, load(100))).toMatchObject({ days: ['100 2026-11-25T12:00:00Z'], isCapped: false });
  });

  test('seven days are waited for; what would leave after them has no time left', () => {
    expect(foretell(capped, load(800)).givenUpAt).toBe(null);
    const late = foretell(capped, load(900));
    expect(late.givenUpAt?.toString()).toBe('2026-12-03T12:00:00Z');
    expect(late.days).toHaveLength(9);
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
      { pace: 'custom', minGapMs: 10_000, maxGapMs: 20_000, dailyCap: 1 },
    );
  });
  afterEach(() => world.close());

  const to = (count: number) =>
    Array.from({ length: count }, (_, nth) => ({ type: 'number' as const, phone: `+551191234567${nth}` }));
  const preview = (count: number) =>
    world.run(work => previewMessage(work, { recipients: to(count), content: { text: 'Oi' } }));

  test('is asked about, with the hour at which the last one would leave; days that wait for the cap do not count', async () => {
    const { risks, throughAt: through } = await preview(5);
    expect(through?.toString()).toBe('2026-11-28T13:00:15Z');
    expect(risks.map(({ code }) => code)).toEqual(['soon_to_many']);
    await world.run(work => sendNow(work, { recipients: to(4), content: { text: 'Antes' } }));
    const behind = await preview(5);
    expect(behind.throughAt?.toString()).toBe('2026-12-02T13:00:15Z');
    const late = behind.risks.find(({ code }) => code === 'not_through');
    const { through: last, until } = late!.details;
    expect(String(last)).toBe('2026-12-02T13:00:15Z');
    // Seven days of waiting, less the seconds in which it did not wait: within two minutes of the eighth.
    expect(String(until)).toMatch(/^2026-12-02T12:5[89]/);
  });
});
