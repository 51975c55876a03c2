/**
 * An alarm clock in a process of its own, to be killed or to be woken by another.
 * Its first argument is JSON: `{store, timing, set?: [epochMs], hangs?: boolean}`. Says `ready`, and `rang <epochMs of the alarm> <epochMs of now>` on stdout.
 */
import { type AlarmsOptions, createAlarmClock } from '../../src/jobs/alarm-clock.ts';

export interface AlarmProcessOptions {
  store: AlarmsOptions['store'];
  timing?: NonNullable<AlarmsOptions['timing']>;
  /** Alarms to set once connected. */
  set?: number[];
  /** Firing never ends, so the alarm stays locked. */
  hangs?: boolean;
}

const options = JSON.parse(process.argv[2] ?? '') as AlarmProcessOptions;
const quiet = () => {};
const clock = createAlarmClock({
  store: options.store,
  role: 'worker',
  ...(options.timing && { timing: options.timing }),
  now: () => Temporal.Instant.fromEpochMilliseconds(Date.now()),
  logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  fire(at) {
    console.log(`rang ${at.epochMilliseconds} ${Date.now()}`);
    return options.hangs ? new Promise(quiet) : Promise.resolve();
  },
});
clock.start();
const untilReady = setInterval(() => {
  if (clock.state() !== 'ok') return;
  clearInterval(untilReady);
  for (const epochMs of options.set ?? []) clock.at(Temporal.Instant.fromEpochMilliseconds(epochMs));
  console.log('ready');
}, 10);
