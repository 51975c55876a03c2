import { LockMode } from '@mikro-orm/core';
import { InboxEvent } from '../db/entities/index.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import type { ChatDeps } from './deps.ts';
import { GROUP_SYNC } from './event-kinds.ts';
import type { Outcome } from './handlers.ts';
import { queueMessage } from './replies.ts';

/** After so many failures an event is given up, so that it does not block its chat for ever. */
const MAX_ATTEMPTS = 5;
const FIRST_BACKOFF_MS = 1_000;
/** A receipt can be faster than the answer to its own send. */
const LATER_MS = 1_000;
const LATER_UNTIL_SECONDS = 60;
const MAX_ERROR_LENGTH = 500;

export type InboxDeps = Pick<ChatDeps, 'work' | 'sentences' | 'processId' | 'logger'>;

/** The rows, oldest first and locked until the commit, without those whose lease ran out: they are somebody else's, or done. */
export function lockOurs(work: Work, deps: InboxDeps, ids: readonly number[]): Promise<InboxEvent[]> {
  const ours = { id: { $in: [...ids] }, status: 'pending', claimedBy: deps.processId } as const;
  return work.em.find(InboxEvent, ours, { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } });
}

/** Ends an event as its handler says, or puts it off. */
export function finish(work: Work, row: InboxEvent, outcome: Outcome): void {
  const { now } = work;
  const isTooOld = Temporal.Instant.compare(row.receivedAt, now.subtract({ seconds: LATER_UNTIL_SECONDS })) < 0;
  Object.assign(row, { claimedBy: null, leaseUntil: null, error: null });
  if (typeof outcome === 'object') {
    Object.assign(row, { nextAttemptAt: outcome.notBefore, attempts: row.attempts - 1 });
    return;
  }
  if (outcome === 'later' && !isTooOld) {
    Object.assign(row, { nextAttemptAt: now.add({ milliseconds: LATER_MS }), attempts: row.attempts - 1 });
    return;
  }
  Object.assign(row, { status: outcome === 'later' ? 'ignored' : outcome, handledAt: now });
}

/** Notes a failure: the event is tried again later, or given up with its error. */
export async function recordFailure(deps: InboxDeps, id: number, error: unknown): Promise<void> {
  await runWork(deps.work, SYSTEM, async work => {
    const [row] = await lockOurs(work, deps, [id]);
    if (!row) return;
    if (row.attempts >= MAX_ATTEMPTS) return giveUp(work, deps, row, error);
    const nextAttemptAt = work.now.add({ milliseconds: FIRST_BACKOFF_MS * 2 ** (row.attempts - 1) });
    Object.assign(row, { claimedBy: null, leaseUntil: null, error: messageOf(error), nextAttemptAt });
    deps.logger.warn({ err: error, event: id, kind: row.kind }, 'an event could not be handled; it is tried again');
  });
}

/** Ends an event that cannot be handled, so that the ones behind it can. */
export function giveUp(work: Work, deps: InboxDeps, row: InboxEvent, error: unknown): void {
  const ended = { status: 'failed', handledAt: work.now, claimedBy: null, leaseUntil: null } as const;
  Object.assign(row, { ...ended, error: messageOf(error) });
  sayGivenUp(work, deps, row);
  deps.logger.error({ err: error, event: row.id, kind: row.kind, attempts: row.attempts }, 'an event was given up');
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, MAX_ERROR_LENGTH);
}

/** Whoever wrote a command hears that it was not done: silence would look like success. */
function sayGivenUp(work: Work, deps: InboxDeps, row: InboxEvent): void {
  const { payload, kind } = row;
  const isSync = kind === GROUP_SYNC;
  const chatJid = isSync ? payload.replyTo : payload.chatJid;
  const isPrivate = isSync || (kind === 'message' && payload.isGroup === false);
  if (!isPrivate || typeof chatJid !== 'string') return;
  const text = deps.sentences.error(isSync ? 'gateway_unavailable' : 'internal', {});
  queueMessage(work, row, { kind: 'notice', chatJid, text });
}
