/** Telling who sent a message without a schedule that it did not arrive. */
import { Admin, type Delivery, DeliveryNote, EvolutionConfig } from '../db/entities/index.ts';
import { CAP_WAIT_DAYS } from '../scheduling/cap-wait.ts';
import { noteAll } from '../scheduling/trail.ts';
import type { Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { failuresOf } from './notices.ts';
import { owners, queueNotice } from './voices.ts';

/** A message gives up after a day, or after some more that it waits for the daily cap: what is older was told. */
export const LOOKED_BACK_DAYS = 3 + CAP_WAIT_DAYS;

/** Those of locked messages that failed, and of which nobody has heard since. */
export async function untold({ em }: Work, messages: readonly Delivery[]): Promise<Delivery[]> {
  const failed = messages.filter(({ status }) => status === 'failed');
  const told = await em.find(DeliveryNote, { delivery: { $in: failed.map(({ id }) => id) }, code: 'told' });
  return failed.filter(row =>
    told.every(note => note.delivery.id !== row.id || Temporal.Instant.compare(note.at, row.updatedAt) < 0),
  );
}

/**
 * @param message.senderId who sent them, or sent them again; the owners hear of it where that is no admin any more, or
 *   the holder of the bot's own phone
 * @param message.at when; null: again
 */
export async function tellSender(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  { senderId, at, news }: { senderId: number | null; at: Temporal.Instant | null; news: readonly Delivery[] },
): Promise<void> {
  const { em, now, timezone } = work;
  const sender = senderId === null ? null : await em.findOne(Admin, senderId);
  const admins = sender ? [sender] : await owners(em);
  const config = await em.findOneOrFail(EvolutionConfig, news[0]!.evolutionConfig.id);
  const text = deps.say('avisos/falhas_envio', { at, now, timezone, ...failuresOf(news) });
  await queueNotice(work, config, admins, text);
  await noteAll(work, news, 'told', { of: admins.map(({ name }) => name) });
}
