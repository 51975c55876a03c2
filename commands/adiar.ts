import { defineCommand, done } from '../src/chat/command.ts';
import { UserError } from '../src/errors.ts';
import { postponeNext } from '../src/scheduling/postpone-next.ts';
import { postponedBy } from '../src/scheduling/postponement.ts';
import { getSchedule } from '../src/scheduling/queries/get-schedule.ts';
import { aboutSchedule } from './shared/about-schedule.ts';
import { readId } from './shared/words.ts';

const USAGE = '/adiar N <tempo>';

export default defineCommand({
  name: 'adiar',
  aliases: ['adia', 'atrasar'],
  summary: 'Passa só o próximo envio para mais tarde',
  usage: USAGE,
  examples: ['/adiar 12 30 minutos', '/adiar 12 15h', '/adiar 12 amanhã 10h'],
  role: 'editor',
  addsUp: true,
  async run({ work, askedAt }, args) {
    const { id, rest } = readId(args, USAGE);
    if (rest === '') throw new UserError('postpone_when');
    const { occurrence, from } = await postponeNext(work, id, postponedBy(rest, askedAt));
    const read = await getSchedule(work.em, id);
    const isOnce = read.schedule.rule.rrule === null;
    const about = await aboutSchedule(work.em, read, work.now);
    return done(
      'adiar',
      { ...about, isOnce, from, dueAt: occurrence.dueAt },
      { schedule: id, occurrence: occurrence.id },
    );
  },
});
