import { defineCommand, done } from '../src/chat/command.ts';
import { foldName } from '../src/scheduling/names.ts';
import { agenda } from '../src/scheduling/queries/agenda.ts';
import { namedRecipients } from '../src/scheduling/queries/get-schedule.ts';
import { putOffRuns } from '../src/scheduling/queries/put-off-runs.ts';
import { daysOf, LINES_SHOWN } from './shared/agenda-days.ts';
import { refuseRest } from './shared/words.ts';

/** How long each period is, and how many days from today it begins. */
const PERIODS = {
  hoje: { skip: 0, length: { days: 1 } },
  amanhã: { skip: 1, length: { days: 1 } },
  semana: { skip: 0, length: { days: 7 } },
  mês: { skip: 0, length: { months: 1 } },
} as const;
type PeriodName = keyof typeof PERIODS;
const FILLERS = ['de', 'da', 'do', 'desta', 'deste', 'esta', 'este', 'para'];

export default defineCommand({
  name: 'agenda',
  aliases: ['calendario'],
  summary: 'Mostra o que saiu e o que vai sair no dia, na semana ou no mês',
  usage: '/agenda [hoje, amanhã, semana, mês]',
  examples: ['/agenda', '/agenda amanhã', '/agenda semana', '/agenda mês'],
  role: 'viewer',
  async run({ work }, args) {
    const { em, now, timezone } = work;
    const period = readPeriod(args);
    const { skip, length } = PERIODS[period];
    const start = now.toZonedDateTimeISO(timezone).startOfDay().add({ days: skip });
    const within = { from: start.toInstant(), to: start.add(length).toInstant() };
    const entries = await agenda(em, { ...within, now });
    const putOff = await putOffRuns(em, within);
    const recipients = await namedRecipients(em, [...new Set(entries.map(({ schedule }) => schedule.id))]);
    const { days, more } = daysOf(entries, { recipients, timezone, limit: LINES_SHOWN });
    return done(
      'agenda',
      { period, days, more, putOff, isOneDay: period === 'hoje' || period === 'amanhã' },
      {
        count: entries.length,
      },
    );
  },
});

function readPeriod(args: string): PeriodName {
  const names = Object.keys(PERIODS) as PeriodName[];
  const words = foldName(args)
    .split(' ')
    .filter(word => word !== '' && !FILLERS.includes(word));
  const period = names.find(name => foldName(name) === words[0]);
  refuseRest(period ? words.slice(1).join(' ') : words.join(' '));
  return period ?? 'hoje';
}
