import { parseArgs } from 'node:util';
import { type ChaosRun, runChaos } from './chaos/run.ts';
import type { Setup } from './installation.ts';

const NIGHT_RUNS = 200;

/**
 * `npm run bench -- chaos [--runs 1] [--seed 1] [--messages 2000] [--kills 10] [--set-up embedded|servers|both] [--night]`.
 * Runs seeds `seed`, `seed + 1` …; one seed again is `--seed 7`. On MySQL and MongoDB it needs TEST_MYSQL_URL and
 * TEST_MONGODB_URL. A seed fixes promises, kills and what the gateway does to each message; how the processes
 * interleave is the machine's.
 *
 * @returns whether every run kept all its promises
 */
export async function chaos(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      messages: { type: 'string', default: '2000' },
      kills: { type: 'string', default: '10' },
      'set-up': { type: 'string', default: 'embedded' },
      night: { type: 'boolean', default: false },
    },
  });
  const [firstSeed, messages, kills] = [Number(values.seed), Number(values.messages), Number(values.kills)];
  const runs = values.night ? NIGHT_RUNS : Number(values.runs);
  let allKept = true;
  for (const setup of setupsOf(values['set-up'])) {
    const done: ChaosRun[] = [];
    for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
      const run = await runChaos({ setup, seed, messages, kills });
      console.log(lineOf(setup, run));
      for (const fault of run.faults.slice(0, 20)) console.log(`    ${fault}`);
      done.push(run);
    }
    if (runs > 1) console.log(`${setup}, ${runs} runs: ${totalsOf(done)}`);
    allKept &&= done.every(hasKept);
  }
  return allKept;
}

export const hasKept = (run: ChaosRun): boolean => run.faults.length === 0;

function setupsOf(word: string): Setup[] {
  if (word === 'both') return ['embedded', 'servers'];
  if (word === 'embedded' || word === 'servers') return [word];
  throw new Error(`no such set-up: ${word}`);
}

function lineOf(setup: Setup, run: ChaosRun): string {
  return `${setup} seed ${run.seed}: ${hasKept(run) ? 'PASS' : 'FAIL'} ${totalsOf([run])}, ${run.seconds} s`;
}

function totalsOf(runs: readonly ChaosRun[]): string {
  const sum = (of: (run: ChaosRun) => number) => runs.reduce((total, run) => total + of(run), 0);
  return [
    `promised ${sum(run => run.promised)}, arrived ${sum(run => run.arrived)}, doubled ${sum(run => run.doubled)}`,
    `lost ${sum(run => run.lost)}, uncertain and asked ${sum(run => run.asked)}`,
    `failed and told ${sum(run => run.failedAndTold)} (${sum(run => run.kills)} kills`,
    `${sum(run => run.interrupted)} of ${sum(run => run.inFlight)} on their way in doubt`,
    `${sum(run => run.unknownOutcomes)} answers left open, database away ${sum(run => run.databaseAway)} times`,
    `job store ${sum(run => run.jobStoreLost)}, line ${sum(run => run.lineClosed)})`,
  ].join(', ');
}
