import { defineCommand, done } from '../src/chat/command.ts';
import { pauseSchedule } from '../src/scheduling/pause-schedule.ts';
import { getSchedule } from '../src/scheduling/queries/get-schedule.ts';
import { aboutSchedule } from './shared/about-schedule.ts';
import { readId, refuseRest } from './shared/words.ts';

const USAGE = '/pausar N [motivo …]';

export default defineCommand({
  name: 'pausar',
  aliases: ['pausa'],
  summary: 'Para um agendamento até você retomar',
  usage: USAGE,
  examples: ['/pausar 12', '/pausar 12 motivo reforma da loja'],
  role: 'editor',
  async run({ work }, args) {
    const { id, rest } = readId(args, USAGE);
    const [, reason] = /^motivo:?\s+(.+)$/isu.exec(rest) ?? [];
    if (reason === undefined) refuseRest(rest);
    await pauseSchedule(work, id, reason === undefined ? {} : { reason });
    const about = await aboutSchedule(work.em, await getSchedule(work.em, id), work.now);
    return done('pausar', about, { schedule: id });
  },
});
