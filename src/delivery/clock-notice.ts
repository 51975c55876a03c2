import { hostname } from 'node:os';
import { LockMode } from '@mikro-orm/core';
import { Admin, EvolutionConfig, OutboxMessage } from '../db/entities/index.ts';
import { runWork, SYSTEM } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { owners, queueNotice } from './voices.ts';

/** Processes of one machine notice the same jump within this. */
const SAME_JUMP_MINUTES = 10;

/** Tells the owners that the clock of a machine jumped; once, however many processes run on it. */
export async function tellClockJump(deps: DeliveryDeps, jumpMs: number, machine = hostname()): Promise<void> {
  await runWork(deps.work, SYSTEM, async work => {
    const { em, now } = work;
    // Whoever else would tell waits here, and then finds what was told.
    await em.find(Admin, { role: 'owner' }, { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE });
    const [from] = await em.find(EvolutionConfig, {}, { orderBy: { isDefault: 'desc', id: 'asc' }, limit: 1 });
    if (!from) return;
    const minutes = Math.round(Math.abs(jumpMs) / 60_000);
    const text = deps.say('avisos/relogio', { machine, minutes, isForward: jumpMs > 0 });
    const since = now.subtract({ minutes: SAME_JUMP_MINUTES });
    const told = await em.count(OutboxMessage, { kind: 'notice', text, createdAt: { $gte: since } });
    if (told === 0) await queueNotice(work, from, await owners(em), text);
  });
}
