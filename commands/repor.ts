import { ask, defineCommand, done, YES_NO } from '../src/chat/command.ts';
import { UserError } from '../src/errors.ts';
import { describePlainly } from '../src/schedule/describe-plainly.ts';
import { backfill, previewBackfill } from '../src/scheduling/backfill/backfill.ts';
import { timedOf } from '../src/scheduling/timed.ts';
import { wayOut } from './shared/facts.ts';
import { readPastPeriod } from './shared/past-period.ts';
import { readId } from './shared/words.ts';

const USAGE = '/repor N <período>';
/** Instants that are named one by one; of more, the first ones and how many there are. */
const INSTANTS_SHOWN = 10;
const NAMES_SHOWN = 5;

export default defineCommand({
  name: 'repor',
  aliases: ['repõe', 'recuperar'],
  summary: 'Envia agora o que um agendamento deixou de enviar num período',
  usage: USAGE,
  examples: ['/repor 12 hoje', '/repor 12 ontem', '/repor 12 10/11 a 15/11', '/repor 12 semana passada'],
  role: 'editor',
  async run({ work, askedAt }, args) {
    const { id, rest } = readId(args, USAGE);
    if (rest === '') throw new UserError('missing_period', { usage: USAGE });
    const { from, to } = readPastPeriod(rest, askedAt.toZonedDateTimeISO(work.timezone));
    const preview = await previewBackfill(work, id, { from: from.toInstant(), to: to.toInstant() });
    const { schedule, instants, messages, chats, foreseen, leftOut, example, warnings } = preview;
    if (messages === 0) throw new UserError('nobody_there', { isPast: true, lists: [] });
    const facts = {
      ...{
        id,
        title: schedule.title,
        timezone: schedule.timezone,
        description: describePlainly(timedOf(schedule), null),
      },
      ...{ shown: instants.slice(0, INSTANTS_SHOWN), more: Math.max(0, instants.length - INSTANTS_SHOWN) },
      ...{
        count: instants.length,
        chats,
        messages,
        ...wayOut(work.now, foreseen),
        leftOut,
        sample: example.text,
        sampleFor: example.reader,
      },
      names: preview.recipients.slice(0, NAMES_SHOWN).map(({ name }) => name),
      otherNames: Math.max(0, preview.recipients.length - NAMES_SHOWN),
    };
    const payload = { id, instants: instants.map(String) };
    return ask({ template: 'repor/confirmar', data: facts, notes: warnings, options: YES_NO, payload });
  },
  async answer({ work }, { id, instants }) {
    if (typeof id !== 'number' || !Array.isArray(instants)) throw new UserError('question_expired');
    const seen = instants.map(text => Temporal.Instant.from(String(text)));
    const { occurrences } = await backfill(work, id, seen);
    const ids = occurrences.map(occurrence => occurrence.id);
    return done('repor/feito', { id, count: ids.length }, { schedule: id, occurrences: ids });
  },
});
