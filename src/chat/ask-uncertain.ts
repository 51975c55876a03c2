import { Admin, Delivery, type InboxEvent } from '../db/entities/index.ts';
import { NOT_RESENT } from '../scheduling/answer-uncertain.ts';
import type { Work } from '../scheduling/work.ts';
import { askUnasked } from './ask-unasked.ts';
import { type Reply, YES_NO } from './command.ts';
import type { ChatDeps } from './deps.ts';
import type { Outcome } from './handlers.ts';

/** The command that takes the answer. */
const COMMAND = 'reenviar';
/** Messages that are listed one by one; of more the log has the rest. */
const LISTED = 10;

/**
 * Asks an admin whether messages that may not have arrived shall be sent again. The row's payload is an
 * UncertainQuestion. While another question of hers is open, this one waits: it must not be answered by the same "sim".
 */
export async function askAdmin(work: Work, deps: Pick<ChatDeps, 'sentences'>, row: InboxEvent): Promise<Outcome> {
  const { em } = work;
  const { adminId, deliveryIds } = row.payload;
  const admin = await em.findOne(Admin, Number(adminId));
  const uncertain = await em.find(
    Delivery,
    {
      id: { $in: deliveryIds as number[] },
      status: 'uncertain',
      $or: [{ reason: null }, { reason: { $ne: NOT_RESENT } }],
    },
    { orderBy: { id: 'asc' }, populate: ['schedule', 'occurrence'] },
  );
  if (!admin || uncertain.length === 0) return 'ignored'; // they arrived after all, or somebody has decided
  const question: Extract<Reply, { kind: 'question' }> = {
    kind: 'question',
    template: 'reenviar/incertas',
    data: about(uncertain),
    options: YES_NO,
    payload: { ids: uncertain.map(({ id }) => id) },
  };
  return askUnasked(work, deps, row, admin, COMMAND, question);
}

function about(uncertain: readonly Delivery[]) {
  const [first] = uncertain;
  const { schedule, occurrence, text, dueAt } = first!;
  return {
    count: uncertain.length,
    schedule: schedule ? { id: schedule.id, title: schedule.title } : null,
    plannedAt: occurrence?.plannedAt ?? dueAt,
    ...{ text, id: first!.id },
    listed: uncertain.slice(0, LISTED).map(({ id, recipientName: name }) => ({ id, name })),
    more: Math.max(0, uncertain.length - LISTED),
  };
}
