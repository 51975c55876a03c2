import { measureParsing } from './parse.ts';
import { measureReplies } from './reply.ts';
import { measureSending } from './send.ts';
import { rounded } from './statistics.ts';

/** The gateway's own time is not ours; what is left of a reply should not be felt (issue "What an admin needs every day"). */
const REPLY_LIMIT_MS = 50;

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
    const { count, perSecond, barePerSecond } = await measureSending(500);
    return [
      `${count} messages: ${Math.round(perSecond)} a second one after the other,`,
      `a bare loop of the same requests ${Math.round(barePerSecond)}: ratio ${rounded(perSecond / barePerSecond)}`,
    ].join(' ');
  },
};

const names = process.argv.slice(2);
const unknown = names.filter(name => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  console.error(`no such benchmark: ${unknown.join(', ')}. There are: ${Object.keys(BENCHMARKS).join(', ')}`);
  process.exitCode = 2;
} else {
  for (const name of names.length > 0 ? names : Object.keys(BENCHMARKS)) {
    console.log(`${name}: ${await BENCHMARKS[name]!()}`);
  }
}
