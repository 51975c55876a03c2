import { defineCommand, done } from '../src/chat/command.ts';
import { cancelSchedule } from '../src/scheduling/cancel-schedule.ts';
import { getSchedule } from '../src/scheduling/queries/get-schedule.ts';
import { splitOfRun } from '../src/scheduling/run-under-way.ts';
import { aboutSchedule } from './shared/about-schedule.ts';
import { readId, refuseRest } from './shared/words.ts';

const USAGE = '/cancelar N';

export default defineCommand({
  name: 'cancelar',
  aliases: ['cancela', 'apagar', 'excluir'],
  summary: 'Cancela um agendamento de vez',
  usage: USAGE,
  examples: ['/cancelar 12'],
  role: 'editor',
  async run({ work }, args) {
    const { id, rest } = readId(args, USAGE);
    refuseRest(rest);
    await cancelSchedule(work, id, {});
    const about = await aboutSchedule(work.em, await getSchedule(work.em, id), work.now);
    const run = await splitOfRun(work.em, id);
    return done('cancelar', { ...about, run }, { schedule: id, run });
  },
});
