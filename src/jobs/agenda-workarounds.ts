/** Where Agenda 6.2 would hurt: unhandled rejections, locks that it loses count of, a stop that waits for nothing and leaves locks behind. */
import type { Agenda } from 'agenda';
import { ALARM_NAME } from './alarm-job.ts';
import type { JobStore } from './job-store.ts';

const DRAIN_POLL_MS = 50;

/**
 * Makes a store fit for Agenda, which gives locks back without waiting for the answer: with the store away, that would be an unhandled rejection.
 *
 * @param onTrouble is told instead
 */
export function tame(store: JobStore, onTrouble: (error: unknown) => void): JobStore {
  const { repository } = store.backend;
  const unlockJob = repository.unlockJob.bind(repository);
  repository.unlockJob = job => unlockJob(job).catch(onTrouble);
  return store;
}

/**
 * Alarms that this process holds locked and has forgotten. Agenda 6 drops an alarm whose lock ran out before it could start (a machine that
 * slept), but counts it against the lock limit for good.
 *
 * @throws when the store is away
 */
export async function forgottenAlarms(agenda: Agenda): Promise<number> {
  const { lockedJobs, runningJobs, queuedJobs } = await agenda.getRunningStats();
  return Number(lockedJobs) - Number(runningJobs) - Number(queuedJobs);
}

/**
 * Lets running alarms end, stops ringing and gives back those that were locked for the next second. The store stays open.
 *
 * @throws when the store is away
 */
export async function stopAgenda(agenda: Agenda, timeoutMs: number): Promise<void> {
  if (agenda.isActiveJobProcessor()) await drain(agenda, timeoutMs);
  const { jobs } = await agenda.queryJobs({ name: ALARM_NAME, state: 'running' });
  const ours = jobs.filter(job => job.lastModifiedBy === agenda.attrs.name);
  // Not `unlockJobs`: that would hand over the one that is still running here.
  for (const job of ours) await agenda.db.unlockJob(job);
}

/** Agenda's own waiting overlooks the end of a job that is still to be removed from the store, and would then take all of its time. */
async function drain(agenda: Agenda, timeoutMs: number): Promise<void> {
  const idle = new AbortController();
  const watch = setInterval(async () => {
    const stats = await agenda.getRunningStats().catch(() => null);
    if (stats?.runningJobs === 0) idle.abort();
  }, DRAIN_POLL_MS);
  try {
    await agenda.drain({ timeout: timeoutMs, signal: idle.signal, closeConnection: false });
  } finally {
    clearInterval(watch);
  }
}
