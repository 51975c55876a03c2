import { defineCommand, done } from '../src/chat/command.ts';
import { getSchedule } from '../src/scheduling/queries/get-schedule.ts';
import { skipNext } from '../src/scheduling/skip-next.ts';
import { aboutSchedule } from './shared/about-schedule.ts';
import { readId, refuseRest } from './shared/words.ts';

const USAGE = '/pular N';

export default defineCommand({
  name: 'pular',
  aliases: ['pula'],
  summary: 'Deixa de fora só o próximo envio de um agendamento',
  usage: USAGE,
  examples: ['/pular 12'],
  role: 'editor',
  addsUp: true,
  async run({ work }, args) {
    const { id, rest } = readId(args, USAGE);
    refuseRest(rest);
    const { occurrence } = await skipNext(work, id);
    const about = await aboutSchedule(work.em, await getSchedule(work.em, id), work.now);
    return done('pular', { ...about, skipped: occurrence.dueAt }, { schedule: id, occurrence: occurrence.id });
  },
});
