import { defineCommand, done } from '../src/chat/command.ts';
import { getSchedule } from '../src/scheduling/queries/get-schedule.ts';
import { resumeSchedule } from '../src/scheduling/resume-schedule.ts';
import { splitOfRun } from '../src/scheduling/run-under-way.ts';
import { aboutSchedule } from './shared/about-schedule.ts';
import { readId, refuseRest } from './shared/words.ts';

const USAGE = '/retomar N';

export default defineCommand({
  name: 'retomar',
  aliases: ['retoma', 'reativar'],
  summary: 'Põe de volta um agendamento pausado',
  usage: USAGE,
  examples: ['/retomar 12'],
  role: 'editor',
  async run({ work }, args) {
    const { id, rest } = readId(args, USAGE);
    refuseRest(rest);
    await resumeSchedule(work, id, {});
    const about = await aboutSchedule(work.em, await getSchedule(work.em, id), work.now);
    const { waiting } = await splitOfRun(work.em, id);
    return done('retomar', { ...about, waiting }, { schedule: id });
  },
});
