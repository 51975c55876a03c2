import { Admin, type InboxEvent } from '../db/entities/index.ts';
import { idsOf, lateRuns, noteAsked } from '../scheduling/late/late-messages.ts';
import type { Work } from '../scheduling/work.ts';
import { askUnasked } from './ask-unasked.ts';
import { YES_NO } from './command.ts';
import type { ChatDeps } from './deps.ts';
import type { Outcome } from './handlers.ts';

/** The command that takes the answer. */
const COMMAND = 'reenviar atrasadas';

/**
 * Asks an admin whether what an outage or a silence has made late is still to be sent: one question for all of it that is
 * hers to decide. Nothing of it moves until she answers, or its time is up.
 */
export async function askLate(work: Work, deps: Pick<ChatDeps, 'sentences'>, row: InboxEvent): Promise<Outcome> {
  const { em, now } = work;
  const admin = await em.findOne(Admin, Number(row.payload.adminId));
  const runs = admin ? await lateRuns(em, now, admin) : [];
  if (!admin || runs.length === 0) return 'ignored'; // somebody has decided, or it is too late
  const payload = { ...idsOf(runs) };
  const question = {
    kind: 'question' as const,
    template: 'reenviar/atrasadas',
    data: { runs },
    options: YES_NO,
    payload,
  };
  const outcome = await askUnasked(work, deps, row, admin, COMMAND, question);
  if (outcome === 'done') await noteAsked(work, runs, admin);
  return outcome;
}
