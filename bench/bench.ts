import { chaos } from './chaos.ts';
import { setups } from './installation.ts';
import {
  distinctSeconds,
  type Lateness,
  madeShortBefore,
  RAISED_CONCURRENCY,
  SLOW_GATEWAY_MS,
  sameSecond,
} from './lateness.ts';
import { outages } from './outages.ts';
import { measureParsing } from './parse.ts';
import { receipts } from './receipts.ts';
import { measureReplies } from './reply.ts';
import { measureSending } from './send.ts';
import { rounded } from './statistics.ts';
import { workers } from './workers.ts';

/** The gateway's own time is not ours; what is left of a reply should not be felt (issue "What an admin needs every day"). */
const REPLY_LIMIT_MS = 50;

const SENT = 10_000;
/** The most that an instance may have on the way. */
const AT_ONCE = 1_000;
/** What the issue "Delivery that keeps its promises" asks for, with what the replaced system reached. */
const SENDING = [
  { what: 'gateway answers at once', latencyMs: 0, replaced: 724 },
  { what: 'gateway takes 50 ms', latencyMs: 50, replaced: 373 },
];

/** Every benchmark by its name: `npm run bench -- reply`, and without a name all of them in turn. */
const BENCHMARKS: Readonly<Record<string, () => Promise<string>>> = {
  async parse() {
    const { perSecond, p99Ms } = measureParsing(20_000);
    return `${perSecond} commands read a second of CPU time, 99th percentile ${rounded(p99Ms)} ms`;
  },
  async reply() {
    const { count, p50Ms, p95Ms, webhookP95Ms, emptyP95Ms, cpuMs } = await measureReplies(300);
    const ratio = rounded(p95Ms / REPLY_LIMIT_MS);
    return [
      `${count} commands over the webhook: reply at the gateway after ${rounded(p50Ms)} ms (median),`,
      `${rounded(p95Ms)} ms (95th percentile): ${ratio} of the ${REPLY_LIMIT_MS} ms allowed;`,
      `the webhook itself answers within ${rounded(webhookP95Ms)} ms,`,
      `an empty request to the same server within ${rounded(emptyP95Ms)} ms (95th percentiles);`,
      `the server worked ${rounded(cpuMs)} ms of CPU time for each`,
    ].join(' ');
  },
  async send() {
    const lines: string[] = [];
    for (const setup of setups()) {
      for (const { what, replaced, latencyMs } of SENDING) {
        for (const events of [false, true]) {
          const options = { count: SENT, setup, events, latencyMs, concurrency: AT_ONCE };
          const { perSecond, barePerSecond, cpuUs } = await measureSending(options);
          const figures = [
            `${Math.round(perSecond)}/s, ${rounded(perSecond / replaced)} × the replaced system's ${replaced};`,
            `bare loop ${Math.round(barePerSecond)}/s: ratio ${rounded(perSecond / barePerSecond)};`,
            `${Math.round(cpuUs)} µs of CPU time a message`,
          ];
          const news = `send.message events ${events ? 'on ' : 'off'}`;
          lines.push(`  ${setup.padEnd(8)}  ${what.padEnd(22)}  ${news}  ${figures.join(' ')}`);
        }
      }
    }
    return [`one schedule to ${SENT} numbers, messages a second from the first to the last arrival`, ...lines].join(
      '\n',
    );
  },
  async lateness() {
    const lines: string[] = [];
    for (const setup of setups()) {
      const many = { setup, concurrency: RAISED_CONCURRENCY };
      const slow = { ...many, latencyMs: SLOW_GATEWAY_MS };
      const apart = { setup, roles: ['api', 'worker'] } as const;
      const rows: [string, Lateness, string][] = [
        ['200 due in the same second', await sameSecond(200, many), '625 / 763'],
        ['the same, gateway takes 50 ms', await sameSecond(200, slow), '1,600 / 2,900'],
        ['the same, with its events', await sameSecond(200, { ...slow, events: true }), '1,600 / 2,900'],
        ['60 at distinct seconds', await distinctSeconds(60, { setup }), '7 / 9'],
        ['20 made < 5 s before', await madeShortBefore(20, { setup }), '1,300 (largest 3,900)'],
      ];
      if (setup === 'servers') {
        rows.push(['the same, api and worker apart', await madeShortBefore(20, apart), '1,300 (largest 3,900)']);
      }
      for (const [what, { p50Ms, p95Ms, maxMs }, before] of rows) {
        const figures = `${p50Ms} / ${p95Ms} ms, largest ${maxMs} ms`;
        lines.push(`  ${setup.padEnd(8)}  ${what.padEnd(30)}  ${figures.padEnd(34)}  replaced system: ${before} ms`);
      }
    }
    return ['from the instant to the gateway, p50 / p95', ...lines].join('\n');
  },
};

/** Proofs that take minutes, with options of their own; each prints as it goes and says whether all was well. */
const PROOFS: Readonly<Record<string, (args: readonly string[]) => Promise<boolean>>> = {
  chaos,
  outages,
  receipts,
  workers,
};

const names = process.argv.slice(2);
const unknown = names.filter(name => !Object.hasOwn(BENCHMARKS, name));
if (Object.hasOwn(PROOFS, names[0] ?? '')) {
  process.exitCode = (await PROOFS[names[0]!]!(names.slice(1))) ? 0 : 1;
} else if (unknown.length > 0) {
  const known = [...Object.keys(BENCHMARKS), ...Object.keys(PROOFS)];
  console.error(`no such benchmark: ${unknown.join(', ')}. There are: ${known.join(', ')}`);
  process.exitCode = 2;
} else {
  for (const name of names.length > 0 ? names : Object.keys(BENCHMARKS)) {
    console.log(`${name}: ${await BENCHMARKS[name]!()}`);
  }
}
