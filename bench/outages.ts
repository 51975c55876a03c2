import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Booked, type Ledger, ledgerOf } from './chaos/ledger.ts';
import { ownerOf } from './chaos/owner.ts';
import { type Kept, OWNER } from './chaos/promises.ts';
import { settled } from './chaos/settled.ts';
import { type Site, startSite } from './chaos/site.ts';
import { type FakeGateway, startFakeGateway } from './fake-gateway.ts';
import { type Setup, setups } from './installation.ts';
import { percentile, rounded } from './statistics.ts';

/** One message is due in each second; the outage begins a little after the first ones. */
const BEFORE_MS = 5_000;
const AFTER_SECONDS = 10;
const REFUSALS = { kind: 'refuse', status: 500, message: ['Internal Server Error'] } as const;
/** Decides what the owner answers where she is asked. */
const SEED = 1;
/** As long as a proxy in front of a gateway that hangs waits, on a short day. */
const HANG_MS = 8_000;

interface Outage {
  what: string;
  setups: readonly Setup[];
  env?: Record<string, string>;
  /** Lasts as long as the outage. */
  strike(site: Site, gateway: FakeGateway, lengthMs: number): Promise<void>;
}

const OUTAGES: readonly Outage[] = [
  {
    what: 'MySQL away',
    setups: ['servers'],
    async strike({ database }, _gateway, lengthMs) {
      await database!.shut();
      await sleep(lengthMs);
      await database!.open();
    },
  },
  {
    what: 'job store dropped, again and again',
    setups: ['embedded', 'servers'],
    async strike({ jobStore }, _gateway, lengthMs) {
      for (let nth = 0; nth < 4; nth++) {
        await jobStore.drop();
        await sleep(lengthMs / 4);
      }
    },
  },
  {
    what: 'job store away',
    setups: ['servers'],
    async strike({ jobStore }, _gateway, lengthMs) {
      await jobStore.proxy!.shut();
      await sleep(lengthMs);
      await jobStore.proxy!.open();
    },
  },
  {
    what: 'job store away at the start and for good',
    setups: ['servers'],
    env: { MONGODB_URL: 'mongodb://127.0.0.1:1/nobody' },
    strike: (_site, _gateway, lengthMs) => sleep(lengthMs),
  },
  {
    what: 'gateway answers 500, then hangs, then closes sockets',
    setups: ['embedded', 'servers'],
    async strike(_site, gateway, lengthMs) {
      for (const behaviour of [REFUSALS, { kind: 'break', holdMs: HANG_MS }, { kind: 'break' }] as const) {
        gateway.behave = ({ number }) => (number === OWNER ? { kind: 'accept' } : behaviour);
        await sleep(lengthMs / 3);
      }
      gateway.behave = () => ({ kind: 'accept' });
    },
  },
];

/**
 * `npm run bench -- outages [--seconds 60] [--only gateway]`: what is around us is away for so long, while a message is
 * due each second. Prints how late they were and what became of them.
 *
 * @param args `--only`: the outages whose name has these words
 * @returns whether nothing was lost or doubled
 */
export async function outages(args: readonly string[]): Promise<boolean> {
  const options = { seconds: { type: 'string', default: '60' }, only: { type: 'string', default: '' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const chosen = OUTAGES.filter(({ what }) => what.includes(values.only));
  if (chosen.length === 0) throw new Error(`no such outage: ${values.only}`);
  let nothingLost = true;
  for (const outage of chosen) {
    for (const setup of setups().filter(one => outage.setups.includes(one))) {
      const { ledger, latenessMs } = await suffer(outage, setup, Number(values.seconds));
      const { promised, arrived, asked, failedAndTold, doubled, lost, faults } = ledger;
      const seconds = (share: number) => rounded(percentile(latenessMs, share) / 1_000);
      console.log(
        [
          `${setup}, ${outage.what} (${values.seconds} s): ${promised} due, ${arrived} arrived and so noted,`,
          `late by p50 ${seconds(0.5)} s, p95 ${seconds(0.95)} s, at most ${seconds(1)} s;`,
          `asked about ${asked}, failed and told ${failedAndTold}, doubled ${doubled}, lost ${lost}`,
        ].join(' '),
      );
      for (const fault of faults.slice(0, 10)) console.log(`    ${fault}`);
      nothingLost &&= faults.length === 0;
    }
  }
  return nothingLost;
}

async function suffer(
  outage: Outage,
  setup: Setup,
  seconds: number,
): Promise<{ ledger: Ledger; latenessMs: number[] }> {
  const gateway = await startFakeGateway();
  const site = await startSite({ setup, gateway, env: { UNCERTAIN_WAIT_SECONDS: '5', ...outage.env } });
  try {
    await site.call('PATCH', '/api/evolution-configs/1/', { pace: 'livre', concurrency: 4 });
    const count = BEFORE_MS / 1_000 + seconds + AFTER_SECONDS;
    const beginMs = Math.ceil(Date.now() / 1_000) * 1_000 + 2_000 + Math.ceil(count / 10) * 1_000; // whole seconds, as `start_at` has
    const kept: (Kept & { dueMs: number })[] = [];
    for (let nth = 0; nth < count; nth++) {
      const one = { number: `55119${30_000_000 + nth}`, text: `Segundo ${nth}`, dueMs: beginMs + nth * 1_000 };
      const start_at = new Date(one.dueMs).toISOString();
      const body = { frequency: 'once', start_at, text: one.text, numbers: [`+${one.number}`] };
      const { id } = (await site.call('POST', '/api/schedules/', body)) as { id: number };
      kept.push({ ...one, scheduleId: id });
    }
    await sleep(beginMs + BEFORE_MS - Date.now());
    await outage.strike(site, gateway, seconds * 1_000);
    await sleep(AFTER_SECONDS * 1_000);
    const owner = ownerOf([gateway], SEED); // one question waits for the answer to the other
    const moving = await settled(site, owner.isThinking);
    await owner.stop();
    const notices = gateway.accepted.filter(({ number }) => number === OWNER).map(({ text }) => text);
    const booked = await site.rows<Booked>('select id, jid, text, status, reason from deliveries');
    const dueMs = new Map(kept.map(one => [one.number, one.dueMs]));
    const latenessMs = gateway.accepted.flatMap(({ number, atMs }) => atMs - (dueMs.get(number) ?? Number.NaN) || []);
    const ledger = ledgerOf(kept, gateway.accepted, booked, notices);
    const faults = moving ? [...ledger.faults, `not at rest when it was judged: ${moving}`] : ledger.faults;
    return { ledger: { ...ledger, faults }, latenessMs };
  } finally {
    await site.close();
    await gateway.close();
  }
}
