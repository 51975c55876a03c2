import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour, FakeGateway } from '../fake-gateway.ts';
import { type Chance, chance } from './seeded.ts';

/** A gateway's bad days, all from the seed. */
export interface Weather {
  /** Sends whose answer left the outcome open: as many may be uncertain without any process having died. */
  unknownOutcomes: number;
  /** Called at each send's arrival, before anything is done with it. */
  onSend: (nth: number) => void;
  /** The line to WhatsApp goes and comes back; the gateway's events may tell of it, or be lost. */
  closeFor(ms: number): Promise<void>;
  /** Whether an event is on its way. */
  isBusy(): boolean;
}

/** Numbers whose last two digits are these are not on WhatsApp. */
const NOT_ON_WHATSAPP = /(13|57)$/;
const TIMED_OUT = { status: 400, message: ['Error: Timed Out'] };
const RETRY_MS = [250, 500, 1_000, 2_000, 2_000, 3_000, 3_000, 4_000, 4_000] as const;

/**
 * Makes a gateway answer slowly, refuse, hang, break off and lose, repeat, delay and swap its events.
 *
 * @param isSpared numbers that are treated well: those of the admins, who have to be told
 */
export function weather(gateway: FakeGateway, seed: number, isSpared: (number: string) => boolean): Weather {
  const tries = new Map<string, number>();
  const underWay = new Set<Promise<unknown>>();
  const self: Weather = {
    unknownOutcomes: 0,
    onSend: () => {},
    async closeFor(ms) {
      gateway.state = 'close';
      gateway.emit('connection.update', { state: 'close', statusReason: 401 });
      await sleep(ms);
      gateway.state = 'open';
      gateway.emit('connection.update', { state: 'open', statusReason: 200 });
    },
    isBusy: () => underWay.size > 0,
  };

  gateway.behave = ({ number, text, nth }) => {
    self.onSend(nth);
    if (isSpared(number)) return { kind: 'accept' };
    const attempt = (tries.get(`${number} ${text}`) ?? 0) + 1;
    tries.set(`${number} ${text}`, attempt);
    if (gateway.state === 'close') return { kind: 'refuse', status: 400, message: ['Error: Connection Closed'] };
    const behaviour = answerTo(number, chance(seed, `${number} ${text} ${attempt}`));
    if (isUnknown(behaviour)) self.unknownOutcomes++;
    return behaviour;
  };

  gateway.emit = (event, data) => {
    const id = (data as { key?: { id?: string } }).key?.id;
    const fate = chance(seed, `${event} ${id ?? gateway.accepted.length}`);
    post(event, data, fate);
    const jid = (data as { key?: { remoteJid?: string } }).key?.remoteJid ?? '';
    // Groups get no receipts; a person's come as they like, and some under another address.
    if (event !== 'send.message' || !id || jid.endsWith('@g.us')) return;
    for (const status of ['SERVER_ACK', 'DELIVERY_ACK', 'READ']) {
      const remoteJid = fate.happens(0.2) ? `${fate.whole(1e14, 9e14)}@lid` : jid;
      post('messages.update', { keyId: id, remoteJid, fromMe: true, status }, fate);
    }
  };

  function post(event: string, data: unknown, fate: Chance): void {
    if (fate.happens(0.1)) return; // as when the gateway is restarted: its retries live in memory
    const copies = fate.happens(0.15) ? fate.whole(2, 5) : 1;
    for (let copy = 0; copy < copies; copy++) {
      const delayMs = fate.happens(0.3) ? fate.between(0, 2_000) : 0;
      const delivering = deliver(event, data, delayMs).finally(() => underWay.delete(delivering));
      underWay.add(delivering);
    }
  }

  /** As the gateway does, with its waits of 5 s to 5 min cut short: the run is. */
  async function deliver(event: string, data: unknown, delayMs: number): Promise<void> {
    await sleep(delayMs);
    for (const waitMs of RETRY_MS) {
      const status = await gateway.deliver(event, data).catch(() => 0);
      if (status !== 0 && status < 500) return;
      await sleep(waitMs);
    }
  }
  return self;
}

function answerTo(number: string, fate: Chance): Behaviour {
  if (NOT_ON_WHATSAPP.test(number)) return { kind: 'refuse', status: 400, message: [{ exists: false, number }] };
  const holdMs = fate.happens(0.5) ? fate.between(1, 40) : 0;
  const latencyMs = fate.between(1, 40);
  const roll = fate.next();
  if (roll < 0.015) return { kind: 'refuse', status: 503, message: ['busy'], holdMs };
  if (roll < 0.02) return { kind: 'break', holdMs };
  if (roll < 0.025) return { kind: 'accept_then_break', holdMs, latencyMs };
  if (roll < 0.028) return { kind: 'refuse', ...TIMED_OUT, holdMs };
  if (roll < 0.031) return { kind: 'accept_then_refuse', ...TIMED_OUT, holdMs };
  // A hang that the gateway ends itself: our own patience is two minutes, by the gateway's nature.
  if (roll < 0.034) return { kind: 'break', holdMs: fate.between(1_000, 4_000) };
  if (roll < 0.037) return { kind: 'accept_then_break', latencyMs: fate.between(1_000, 4_000) };
  if (roll < 0.06) return { kind: 'accept', holdMs, latencyMs: fate.between(100, 800) };
  return { kind: 'accept', holdMs, latencyMs };
}

function isUnknown(behaviour: Behaviour): boolean {
  const { kind } = behaviour;
  return (
    ['break', 'accept_then_break', 'accept_then_refuse'].includes(kind) ||
    (behaviour.kind === 'refuse' && behaviour.message === TIMED_OUT.message)
  );
}
