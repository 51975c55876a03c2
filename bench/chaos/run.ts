import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeGateway } from '../fake-gateway.ts';
import type { Setup } from '../installation.ts';
import { bringDisasters, disastersOf, type Toll } from './disasters.ts';
import { type Booked, type Ledger, ledgerOf } from './ledger.ts';
import { ownerOf } from './owner.ts';
import { addGroups, type Kept, makePromises, OWNER, promiseByChat } from './promises.ts';
import { settled } from './settled.ts';
import { type Site, startSite } from './site.ts';
import { weather } from './weather.ts';

export interface ChaosOptions {
  setup: Setup;
  seed: number;
  messages: number;
  kills: number;
  /** UNCERTAIN_WAIT_SECONDS. */
  waitSeconds?: number;
}

export interface ChaosRun extends Ledger, Toll {
  seed: number;
  /** Messages that were in doubt because a process died with them. */
  interrupted: number;
  /** Answers of the gateway that left the outcome open. */
  unknownOutcomes: number;
  seconds: number;
}

/** From the first promise's making to when it is due: so long does making them take, roughly. */
const LEAD_MS = 4_000;
/** A second send, or a notice, would have come by then. */
const AFTERMATH_MS = 2_000;
/** The paced instance: gaps so short that a run stays short. */
const PACED = { pace: 'custom', min_gap_ms: 20, max_gap_ms: 40, daily_cap: 100_000 };

/**
 * One run: an installation of real processes, its promises, a gateway with bad days, and disasters, all of them from the
 * seed; then, when nothing moves any more, the ledger.
 *
 * @throws when the installation does not start, or refuses a promise
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosRun> {
  const { setup, seed, messages, waitSeconds = 3 } = options;
  const startedMs = performance.now();
  const [gateway, pacedGateway] = [await startFakeGateway(), await startFakeGateway()];
  addGroups(gateway);
  const site = await startSite({ setup, gateway, env: { UNCERTAIN_WAIT_SECONDS: String(waitSeconds) } });
  try {
    const paced = await prepareInstances(site, pacedGateway.baseUrl, pacedGateway.apiKey);
    const isSpared = (number: string) => number === OWNER;
    const skies = [gateway, pacedGateway].map(one => weather(one, seed, isSpared));
    const owner = ownerOf([gateway, pacedGateway], seed);
    let sends = 0;
    for (const sky of skies) sky.onSend = () => sends++;
    const kept = await makePromises(site, { seed, messages, startAtMs: Date.now() + LEAD_MS, paced });
    const toll = await bringDisasters(site, skies[0]!, disastersOf(seed, options), {
      sends: () => sends,
      chat: async nth => void kept.push(await promiseByChat(gateway, seed, nth)),
    });
    const moving = await settled(site, () => owner.isThinking() || skies.some(sky => sky.isBusy()));
    await owner.stop();
    await sleep(AFTERMATH_MS);
    const accepted = [...gateway.accepted, ...pacedGateway.accepted];
    const notices = accepted.filter(({ number }) => number === OWNER).map(({ text }) => text);
    const ledger = ledgerOf(kept, accepted, await booksOf(site), notices);
    const unknownOutcomes = skies.reduce((sum, sky) => sum + sky.unknownOutcomes, 0);
    const [interrupted] = await site.rows<{ n: number }>(
      `select count(distinct delivery_id) as n from delivery_notes where code = 'interrupted'`,
    );
    const run = { ...ledger, ...toll, seed, unknownOutcomes, interrupted: Number(interrupted!.n) };
    const faults = [...ledger.faults, ...faultsOf(run, site, kept)];
    if (moving) faults.push(`not at rest when it was judged: ${moving}`);
    if (faults.length > 0) faults.push(`the books of this run are in ${await keepEvidence(site, run, accepted)}`);
    return {
      ...run,
      faults,
      seconds: Math.round((performance.now() - startedMs) / 1_000),
    };
  } finally {
    await site.close();
    await Promise.all([gateway.close(), pacedGateway.close()]);
  }
}

/** @returns the id of the paced instance */
async function prepareInstances(site: Site, baseUrl: string, apiKey: string): Promise<number> {
  await site.call('PATCH', '/api/evolution-configs/1/', { pace: 'livre', concurrency: 8 });
  const { id } = (await site.call('POST', '/api/evolution-configs/', {
    ...{ name: 'Paced', base_url: baseUrl, instance_name: 'loja', api_key: apiKey },
    ...PACED,
  })) as { id: number };
  return id;
}

function booksOf(site: Site): Promise<Booked[]> {
  return site.rows<Booked>('select id, jid, text, status, reason from deliveries');
}

const EVIDENCE = [
  'schedules',
  'occurrences',
  'deliveries',
  'delivery_notes',
  'outbox_messages',
  'inbox_events',
  'evolution_configs',
];

/** A run that failed is not had again move by move: what it left is kept. @returns the file's path */
async function keepEvidence(site: Site, { seed }: { seed: number }, accepted: readonly object[]): Promise<string> {
  const books: Record<string, unknown> = { accepted };
  for (const table of EVIDENCE) books[table] = await site.rows(`select * from ${table}`);
  const path = join(tmpdir(), `agendador-chaos-${seed}-${process.pid}.json`);
  writeFileSync(path, JSON.stringify(books, null, 1));
  return path;
}

/** What must hold beside the ledger. */
function faultsOf(run: Pick<ChaosRun, 'interrupted' | 'inFlight'>, site: Site, kept: readonly Kept[]): string[] {
  const faults = site.members.flatMap(member => member.ownEnds);
  if (run.interrupted > run.inFlight)
    faults.push(
      `${run.interrupted} messages were interrupted, and only ${run.inFlight} were on their way at the kills`,
    );
  if (new Set(kept.map(({ number, text }) => `${number} ${text}`)).size !== kept.length)
    faults.push('two promises look the same: the harness is at fault');
  return faults;
}
