import { DeadlockException, LockWaitTimeoutException, UniqueConstraintViolationException } from '@mikro-orm/core';
import type { Clock } from '../clock.ts';
import type { AdminRole, Source } from '../db/entities/index.ts';
import { type Em, inTransaction } from '../db/orm.ts';

/** Who asks: an admin by chat, a user of the API or panel, or the system itself. */
export interface Actor {
  type: 'admin' | 'user' | 'system';
  id: number | null;
  name: string;
  /** What they may do; a token's scope maps to one of these. */
  role: AdminRole;
  source: Source;
}

/** The alarm clock as the verbs see it; `jobs` implements it. Ringing is a hint: the database says what is due. */
export interface Alarms {
  at(instant: Temporal.Instant): void;
}

/** Who is told, after the commit, that there is something to do now. Only hints: their scans find it anyway. */
export interface Nudges {
  /** Something is due at this instant, which is near or has come. */
  fire(at: Temporal.Instant): void;
  /** Deliveries are queued. */
  send(): void;
  /** Replies, questions or notices are queued. */
  reply(): void;
}

/** What a unit of work can hint at; ringing has its own way. */
type Hint = Exclude<keyof Nudges, 'fire'>;

/** What every unit of work needs, built once in `app.ts`. */
export interface WorkDeps {
  em: Em;
  clock: Clock;
  /** IANA zone of schedules that name none. */
  timezone: string;
  alarms: Alarms;
  nudges: Nudges;
}

/** One unit of work: a transaction, its instant, and who asked. Every verb takes it first. */
export interface Work {
  /** Inside the transaction: whatever is written here is true together or not at all. */
  em: Em;
  now: Temporal.Instant;
  timezone: string;
  actor: Actor;
  /** Rings an alarm for this instant, after the commit. */
  ring(at: Temporal.Instant): void;
  /** Gives a hint after the commit. */
  nudge(whom: Hint): void;
}

/** The system as an actor, for what nobody asked for. */
export const SYSTEM: Actor = { type: 'system', id: null, name: 'Agendador', role: 'owner', source: 'system' };

const NEARLY_NOW_MS = 10_000;
const MAX_DEADLOCK_TRIES = 5;

/**
 * Runs `work` in one transaction and gives the hints when it has committed. A verb that throws undoes all of it.
 * After a deadlock the database has undone it for us, and the whole of it runs again: `work` must keep its effects inside.
 * It also runs again, once, when another one took the same name or phone in the meantime: now it sees that, and can say so.
 *
 * @returns what `work` returned
 */
export async function runWork<T>(deps: WorkDeps, actor: Actor, work: (work: Work) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await runOnce(deps, actor, work);
    } catch (error) {
      if (tries >= triesAfter(error)) throw error;
    }
  }
}

function triesAfter(error: unknown): number {
  if (error instanceof DeadlockException || error instanceof LockWaitTimeoutException) return MAX_DEADLOCK_TRIES;
  return error instanceof UniqueConstraintViolationException ? 2 : 1;
}

async function runOnce<T>(deps: WorkDeps, actor: Actor, work: (work: Work) => Promise<T>): Promise<T> {
  const rings: Temporal.Instant[] = [];
  const hints = new Set<Hint>();
  const now = deps.clock.now();
  const { timezone } = deps;
  const ring = (at: Temporal.Instant) => void rings.push(at);
  const nudge = (whom: Hint) => void hints.add(whom);
  const result = await inTransaction(deps.em, em => work({ em, now, timezone, actor, ring, nudge }));
  for (const at of rings) {
    deps.alarms.at(at);
    // An alarm that is saved while the same one runs can be lost with it (Agenda), so what is close is also fired here.
    if (at.epochMilliseconds - now.epochMilliseconds < NEARLY_NOW_MS) deps.nudges.fire(at);
  }
  for (const whom of hints) deps.nudges[whom]();
  return result;
}
