import { rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { alarmClock, alarmProcess, embeddedStore, started, storedJobs } from './alarm-helpers.ts';
import { eventually, inMs, now, pause, temporaryPath } from './helpers.ts';

function dropTable(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('DROP TABLE jobs');
  database.close();
}

describe('the file of the embedded store', () => {
  test('two processes never lock the same alarm', async () => {
    const store = embeddedStore();
    const [one, two] = await Promise.all([alarmProcess({ store }), alarmProcess({ store })]);
    const { clock } = alarmClock({ store, role: 'api' });
    await started(clock);
    // So many at once that neither can take them all: each holds five at a time and looks once a second.
    await clock.missing(Array.from({ length: 24 }, (_, n) => inMs(1_000 + n)));
    await eventually('all rang', () => one.lateness().length + two.lateness().length >= 24, 12_000);
    await pause(300);
    expect(one.lateness().length + two.lateness().length).toBe(24);
    expect(Math.min(one.lateness().length, two.lateness().length)).toBeGreaterThan(0);
  });

  test.for([
    ['it is removed', (path: string) => rmSync(path)],
    ['its table is dropped', (path: string) => dropTable(path)],
  ] as const)('is made anew when %s, and missing alarms come back', async ([, lose]) => {
    const store = embeddedStore();
    const { clock, rang } = alarmClock({ store, timing: { checkEveryMs: 100 } });
    await started(clock);
    const at = inMs(2_500);
    await clock.missing([at]);
    lose(store.path);
    await pause(300); // longer than between two looks at the store
    expect(await storedJobs(clock)).toEqual([]);
    await clock.missing([at]);
    expect(await storedJobs(clock)).toHaveLength(1);
    await eventually('it rang', () => rang.some(each => each.at === at.epochMilliseconds));
  });

  test('is put aside when it is no database', async () => {
    const path = temporaryPath();
    writeFileSync(path, 'this was a database once. '.repeat(100));
    const { clock, rang } = alarmClock({ store: embeddedStore(path) });
    await started(clock);
    clock.at(now());
    await eventually('it rang', () => rang.length === 1);
  });

  test('may be impossible to open for a while', async () => {
    const path = temporaryPath('in/the/way/jobs.sqlite');
    const obstacle = dirname(dirname(dirname(path)));
    writeFileSync(obstacle, 'a file where a folder should be');
    const { clock, rang } = alarmClock({ store: embeddedStore(path) });
    clock.start();
    expect(clock.state()).toBe('connecting');
    await eventually('it is down', () => clock.state() === 'down');
    clock.at(inMs(100));
    await clock.missing([inMs(100)]);
    rmSync(obstacle);
    await eventually('it runs', () => clock.state() === 'ok');
    clock.at(now());
    await eventually('it rang', () => rang.length === 1);
  });
});
