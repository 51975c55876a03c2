import { EvolutionConfig, type Group } from '../db/entities/index.ts';
import { describePlainly } from '../schedule/describe-plainly.ts';
import { schedulesUsing } from '../scheduling/in-use.ts';
import { timedOf } from '../scheduling/timed.ts';
import type { Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { owners, queueNotice } from './voices.ts';

/**
 * Tells the owners, and whoever scheduled something for it, that a group takes no messages any more, what that stops,
 * and what can be done. Once: whoever marks the group as closed tells it.
 */
export async function tellGroupClosed(work: Work, deps: Pick<DeliveryDeps, 'say'>, group: Group): Promise<void> {
  const { em, timezone, now } = work;
  const schedules = await schedulesUsing(em, { group: group.id });
  await em.populate(schedules, ['createdByAdmin']);
  const authors = schedules.flatMap(({ createdByAdmin }) => createdByAdmin ?? []);
  const text = deps.say('avisos/grupo_fechado', {
    ...{ timezone, now, name: group.name },
    schedules: schedules.map(schedule => ({
      ...{ id: schedule.id, title: schedule.title, status: schedule.status },
      description: describePlainly(timedOf(schedule), null),
    })),
  });
  const config = await em.findOneOrFail(EvolutionConfig, group.evolutionConfig!.id);
  await queueNotice(work, config, [...new Set([...(await owners(em)), ...authors])], text.trim());
}
