import { OutboxMessage } from '../db/entities/index.ts';
import { databaseNow } from '../db/orm.ts';
import { classOf } from '../delivery/failure-class.ts';
import { SendError } from '../errors.ts';
import { runWork, SYSTEM } from '../scheduling/work.ts';
import { jidKind, jidOfPhone } from '../whatsapp/jid.ts';
import { numberForGateway } from '../whatsapp/phone.ts';
import { takeOldestOfLanes } from './claim.ts';
import type { ChatDeps } from './deps.ts';
import { knownPhone } from './known-phone.ts';
import { createPump, type Pump } from './pump.ts';
import { retryAfterMs, UNKNOWN } from './reply-retry.ts';
import { sayOnce } from './say-once.ts';

/** Chats that are spoken to at the same time: replies have no pace. */
const CONCURRENCY = 8;
const SCAN_MS = 1_000;
/** Longer than the gateway's send can take (its timeout is 120 s), so that a slow send is not taken for a dead one. */
const LEASE_SECONDS = 150;
/** A reply that could not be given for a day answers nothing any more; a notice still tells what happened. */
const GIVE_UP_HOURS: Readonly<Record<OutboxMessage['kind'], number>> = {
  ...{ reply: 24, question: 24, reaction: 24 },
  notice: 7 * 24,
};
const MAX_ERROR_LENGTH = 200;

export interface Outbox extends Omit<Pump, 'start'> {
  /** @param options.alone no other process shares the database: what a crash left claimed is taken over at once */
  start(options?: { alone?: boolean }): Promise<void>;
}

type OutboxDeps = Pick<ChatDeps, 'work' | 'channelFor' | 'processId' | 'logger'>;

/**
 * Sends what the bot says, in order in each chat and apart from the deliveries: never paced, never behind a run.
 *
 * A message whose outcome is unknown (no answer, or the process died) is looked for at the gateway and, when it is
 * not there, sent again: a reply is better heard twice than never.
 */
export function createOutbox(deps: OutboxDeps): Outbox {
  const pump = createPump({
    name: 'outbox',
    concurrency: CONCURRENCY,
    scanMs: SCAN_MS,
    logger: deps.logger,
    take: room => claim(deps, room),
    handle: claimed => say(deps, claimed),
  });
  return {
    ...pump,
    async start({ alone = false } = {}) {
      if (alone) await takeOver(deps);
      pump.start();
    },
  };
}

async function takeOver({ work }: OutboxDeps): Promise<void> {
  await work.em.fork().nativeUpdate(OutboxMessage, { status: 'sending' }, { claimedBy: null, leaseUntil: null });
}

/** What an attempt starts from: whether an earlier one may have arrived, and since when. */
interface Claimed {
  message: OutboxMessage;
  begunBefore: Temporal.Instant | null;
}

function claim(deps: OutboxDeps, room: number): Promise<Claimed[]> {
  return runWork(deps.work, SYSTEM, async ({ em, now }) => {
    const byDatabase = await databaseNow(em);
    const ids = await takeOldestOfLanes(em, {
      table: 'outbox_messages',
      lane: ['evolution_config_id', 'chat_jid'],
      open: ['queued', 'sending'],
      now,
      byDatabase,
      limit: room,
    });
    if (ids.length === 0) return [];
    const messages = await em.find(OutboxMessage, { id: { $in: ids } }, { orderBy: { id: 'asc' } });
    return messages.map(message => {
      const begunBefore = message.startedAt ?? null;
      Object.assign(message, {
        status: 'sending',
        claimedBy: deps.processId,
        leaseUntil: byDatabase.add({ seconds: LEASE_SECONDS }),
        attempts: message.attempts + 1,
        startedAt: message.startedAt ?? now,
      });
      return { message, begunBefore };
    });
  });
}

async function say(deps: OutboxDeps, { message, begunBefore }: Claimed): Promise<void> {
  try {
    const channel = await deps.channelFor(message.evolutionConfig.id);
    const messageId = await sayOnce(deps.work, channel, message, begunBefore);
    await record(deps, message, { status: 'sent', messageId, sentAt: deps.work.clock.now(), error: null });
  } catch (error) {
    await recordFailure(deps, message, error);
  }
}

async function recordFailure(deps: OutboxDeps, message: OutboxMessage, error: unknown): Promise<void> {
  const now = deps.work.clock.now();
  const failure = error instanceof SendError ? error : new SendError('internal', { ...UNKNOWN, cause: error });
  const isOver = Temporal.Instant.compare(message.createdAt.add({ hours: GIVE_UP_HOURS[message.kind] }), now) <= 0;
  const isRefused = classOf(failure) === 'permanent';
  const isFinal = isOver || isRefused; // a wrong key is mended, and then they are said
  const fields = { err: error, message: message.id, kind: message.kind, attempts: message.attempts };
  if (isRefused && !isOver && (await goesToPhone(deps, message, failure.code))) {
    deps.logger.warn(fields, 'a reply was refused at a hidden address; it goes to the phone');
    return;
  }
  if (isFinal) deps.logger.error(fields, 'a reply was given up');
  else deps.logger.warn(fields, 'a reply was not sent; it is tried again');
  await record(deps, message, {
    status: isFinal ? 'failed' : 'queued',
    nextAttemptAt: now.add({ milliseconds: retryAfterMs(message.attempts) }),
    startedAt: failure.outcome === 'unknown' ? message.startedAt : null,
    error: failure.code.slice(0, MAX_ERROR_LENGTH),
  });
}

/**
 * A hidden address (`@lid`) that the gateway refuses is given up for the phone, where one is known: for this reply and for
 * those behind it, which keep their order. Once: a phone is no hidden address.
 */
async function goesToPhone(deps: OutboxDeps, message: OutboxMessage, code: string): Promise<boolean> {
  const { id, chatJid, evolutionConfig } = message;
  if (jidKind(chatJid) !== 'lid') return false;
  return runWork(deps.work, SYSTEM, async work => {
    const { em, now } = work;
    const phone = await knownPhone(em, message);
    if (phone === null) return false;
    const there = { chatJid: jidOfPhone(numberForGateway(phone)) };
    const again = { status: 'queued', nextAttemptAt: now, startedAt: null, claimedBy: null, leaseUntil: null } as const;
    const error = code.slice(0, MAX_ERROR_LENGTH);
    await em.nativeUpdate(
      OutboxMessage,
      { id, status: 'sending', claimedBy: deps.processId },
      { ...there, ...again, error },
    );
    await em.nativeUpdate(OutboxMessage, { evolutionConfig: evolutionConfig.id, chatJid, status: 'queued' }, there);
    work.nudge('reply');
    return true;
  });
}

/** Writes what became of our attempt, unless the gateway's own event or another process has settled it. */
async function record(deps: OutboxDeps, message: OutboxMessage, outcome: Partial<OutboxMessage>): Promise<void> {
  await runWork(deps.work, SYSTEM, async ({ em }) => {
    await em.nativeUpdate(
      OutboxMessage,
      { id: message.id, status: 'sending', claimedBy: deps.processId },
      { ...outcome, claimedBy: null, leaseUntil: null },
    );
  });
}
