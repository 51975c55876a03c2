import { defineCommand, done } from '../src/chat/command.ts';
import { pauseSchedule } from '../src/scheduling/pause-schedule.ts';
import { getSchedule } from '../src/scheduling/queries/get-schedule.ts';
import { splitOfRun } from '../src/scheduling/run-under-way.ts';
import { pauseUntil } from '../src/scheduling/until-words.ts';
import { aboutSchedule } from './shared/about-schedule.ts';
import { untilAndReason } from './shared/until-and-reason.ts';
import { readId, refuseRest } from './shared/words.ts';

const USAGE = '/pausar N [até …] [motivo …]';

export default defineCommand({
  name: 'pausar',
  aliases: ['pausa'],
  summary: 'Para um agendamento até uma hora, ou até você retomar',
  usage: USAGE,
  examples: ['/pausar 12', '/pausar 12 até segunda 8h', '/pausar 12 por 2 dias motivo reforma da loja'],
  role: 'editor',
  async run({ work, askedAt }, args) {
    const { id, rest } = readId(args, USAGE);
    const { until: words, reason } = untilAndReason(rest);
    if (words !== '' && !/^(?:at[eé]|por)\s/iu.test(words)) refuseRest(words);
    const { timezone } = (await getSchedule(work.em, id)).schedule;
    const until = words === '' ? null : pauseUntil(words, { now: askedAt, timezone });
    await pauseSchedule(work, id, { reason, until });
    const about = await aboutSchedule(work.em, await getSchedule(work.em, id), work.now);
    const run = await splitOfRun(work.em, id);
    return done('pausar', { ...about, run }, { schedule: id, run });
  },
});
