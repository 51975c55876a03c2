import { defineCommand, done } from '../src/chat/command.ts';
import { exampleOfSchedule } from '../src/scheduling/example-text.ts';
import { getSchedule } from '../src/scheduling/queries/get-schedule.ts';
import { putOffRuns } from '../src/scheduling/queries/put-off-runs.ts';
import { aboutSchedule } from './shared/about-schedule.ts';
import { exampleFacts, valuesOf } from './shared/facts.ts';
import { readId, refuseRest } from './shared/words.ts';

const USAGE = '/ver N';

export default defineCommand({
  name: 'ver',
  aliases: ['mostrar', 'detalhes'],
  summary: 'Mostra um agendamento por inteiro',
  usage: USAGE,
  examples: ['/ver 12'],
  role: 'viewer',
  async run({ work }, args) {
    const { id, rest } = readId(args, USAGE);
    refuseRest(rest);
    const read = await getSchedule(work.em, id);
    const { schedule, template } = read;
    const { createdAt, lastRunAt, source, catchUp, catchUpMinutes } = schedule;
    const more = { createdAt, lastRunAt: lastRunAt ?? null, source, catchUp, catchUpMinutes };
    const about = await aboutSchedule(work.em, read, work.now);
    const { example, fault } = await exampleOfSchedule(work.em, schedule, work.now);
    const sample = exampleFacts(example ?? { text: '', reader: null }, about.recipients);
    const words = { values: template ? valuesOf(schedule.variables) : [], ...sample };
    const putOff = await putOffRuns(work.em, { schedule: id });
    return done('ver', { ...about, ...more, ...words, putOff }, { schedule: id }, fault ? [fault] : []);
  },
});
