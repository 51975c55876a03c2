import { LockMode } from '@mikro-orm/core';
import { Delivery, DeliveryNote, EvolutionConfig } from '../db/entities/index.ts';
import { SendError } from '../errors.ts';
import { paceOf } from '../scheduling/paces.ts';
import { DELETABLE_HOURS } from '../scheduling/recall/preview-recall.ts';
import { STOPPABLE } from '../scheduling/stoppable.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import { INSTANCE_FAULTS } from '../whatsapp/evolution-errors.ts';
import type { DeliveryDeps } from './deps.ts';

/** A deletion is no message that anybody gets: a shorter gap than between those, where there is one at all. */
const MAX_GAP_MS = 1_000;
/** Longer than the gateway may take to answer; deleting twice does no harm. */
const CLAIM_SECONDS = 150;
const MAX_TRIES = 6;
const LATER_SECONDS = { sending: 2, uncertain: 30, away: 60 };

/** What is next on an instance: a message to delete now, nothing before an instant, or nothing at all. */
export type NextRecall = { note: DeliveryNote } | { until: Temporal.Instant } | null;

/**
 * Claims the next deletion of an instance, under its row lock: one at a time and at a pace of its own for all workers
 * together. What needs no gateway (too old, never left, given up) is settled on the way.
 */
export function claimRecall(deps: DeliveryDeps, configId: number): Promise<NextRecall> {
  return runWork(deps.work, SYSTEM, async work => {
    const { em, now } = work;
    const config = await em.findOne(EvolutionConfig, configId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!config || config.pausedAt) return null;
    const newest = async (code: string) =>
      (await em.find(DeliveryNote, { evolutionConfig: configId, code }, { orderBy: { at: 'desc' }, limit: 1 }))[0] ??
      null;
    const claimed = await newest('recalling');
    if (claimed) {
      const until = claimed.at.add({ seconds: CLAIM_SECONDS });
      if (Temporal.Instant.compare(until, now) > 0) return { until };
      Object.assign(claimed, { code: 'recall_wanted', at: now }); // whoever had it died
      await em.flush();
    }
    const last = await newest('recalled');
    const free = last?.at.add({ milliseconds: Math.min(MAX_GAP_MS, paceOf(config).minGapMs) });
    if (free && Temporal.Instant.compare(free, now) > 0) return { until: free };
    return claimFirst(work, configId);
  });
}

async function claimFirst({ em, now }: Work, configId: number): Promise<NextRecall> {
  for (;;) {
    const [wanted] = await em.find(
      DeliveryNote,
      { evolutionConfig: configId, code: 'recall_wanted', at: { $lte: now } },
      { orderBy: { at: 'asc', id: 'asc' }, limit: 1 },
    );
    if (!wanted) return null;
    const delivery = await em.findOneOrFail(Delivery, wanted.delivery.id, {
      lockMode: LockMode.PESSIMISTIC_WRITE,
      refresh: true,
    });
    wanted.delivery = delivery;
    if (judge(wanted, delivery, now) === 'ask') {
      Object.assign(wanted, { code: 'recalling', at: now });
      return { note: wanted };
    }
    await em.flush();
  }
}

/** What becomes of a wanted deletion without the gateway, or that it is to be asked. */
function judge(wanted: DeliveryNote, delivery: Delivery, now: Temporal.Instant): 'ask' | 'settled' {
  const { status, sentAt, recalledAt, messageId } = delivery;
  const details = detailsOf(wanted);
  const end = (code: string, reason?: string) => {
    Object.assign(wanted, { code, at: now, details: { by: details.by, ...(reason ? { reason } : {}) } });
    return 'settled' as const;
  };
  const isOver = Temporal.Instant.compare(Temporal.Instant.from(details.until), now) <= 0;
  if (recalledAt) return end('recalled');
  if (status === 'sending' || status === 'uncertain') {
    if (isOver) return end('recall_failed', status);
    wanted.at = now.add({ seconds: status === 'sending' ? LATER_SECONDS.sending : LATER_SECONDS.uncertain });
    return 'settled';
  }
  // A send that failed for now and was queued again: it does not leave.
  if (STOPPABLE.some(one => one === status))
    Object.assign(delivery, { status: 'cancelled', reason: 'recalled', updatedAt: now });
  if (status !== 'sent' && status !== 'delivered' && status !== 'read') return end('recall_unneeded');
  const isTooOld = !sentAt || Temporal.Instant.compare(sentAt.add({ hours: DELETABLE_HOURS }), now) <= 0;
  if (isTooOld || !messageId) return end('recall_failed', 'recall_too_old');
  return isOver ? end('recall_failed', details.reason ?? 'gave_up') : 'ask';
}

/** Asks the gateway to delete what was claimed, and notes what came of it. */
export async function recallOne(deps: DeliveryDeps, configId: number, { id, delivery }: DeliveryNote): Promise<void> {
  const { messageId, sentJid, jid } = delivery;
  let failure: SendError | null = null;
  try {
    const channel = await deps.channelFor(configId);
    await channel.deleteMessage({ messageId: messageId!, chatJid: sentJid ?? jid, fromMe: true });
  } catch (error) {
    failure =
      error instanceof SendError
        ? error
        : new SendError('internal', { retryable: true, outcome: 'not_sent', cause: error });
    deps.logger.warn({ err: failure, delivery: delivery.id }, 'a message was not deleted');
  }
  await runWork(deps.work, SYSTEM, async ({ em, now }) => {
    const note = await em.findOne(DeliveryNote, { id, code: 'recalling' }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!note) return; // another one took it over after the claim had run out, and tells
    const { by, until, tries } = detailsOf(note);
    if (!failure) {
      await em.nativeUpdate(Delivery, { id: delivery.id }, { recalledAt: now, updatedAt: now });
      Object.assign(note, { code: 'recalled', at: now, details: { by } });
      return;
    }
    const reason = failure.code;
    // An instance that is away is no fault of this message; what else fails over and over is given up.
    const isAway = INSTANCE_FAULTS.has(reason) && failure.retryable;
    if (!failure.retryable || (!isAway && tries + 1 >= MAX_TRIES)) {
      Object.assign(note, { code: 'recall_failed', at: now, details: { by, reason } });
      return;
    }
    const seconds = isAway ? LATER_SECONDS.away : 5 * 2 ** tries;
    const details = { by, until, tries: isAway ? tries : tries + 1, reason };
    Object.assign(note, { code: 'recall_wanted', at: now.add({ seconds }), details });
  });
}

/** As `scheduling/recall/recall.ts` noted them. */
function detailsOf({ details }: DeliveryNote) {
  return details as { by: string; until: string; tries: number; reason?: string };
}
