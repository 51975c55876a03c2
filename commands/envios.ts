import { defineCommand, done } from '../src/chat/command.ts';
import { foldName } from '../src/scheduling/names.ts';
import { listLogs } from '../src/scheduling/queries/list-logs.ts';
import { refuseRest } from './shared/words.ts';

/** As many as fit on a phone's screen without scrolling far. */
const PAGE_SIZE = 15;
const TROUBLED = ['failed', 'uncertain'] as const;

export default defineCommand({
  name: 'envios',
  aliases: ['enviados', 'logs'],
  summary: 'Lista as mensagens que saíram ou deviam sair, as mais recentes antes',
  usage: '/envios [N, hoje, falhas] [página 2]',
  examples: ['/envios', '/envios 12', '/envios hoje', '/envios falhas', '/envios falhas página 2'],
  role: 'viewer',
  async run({ work: { em, now, timezone } }, args) {
    const asked = readAsked(args);
    const { schedule, isToday, isTroubled, page } = asked;
    const midnight = now.toZonedDateTimeISO(timezone).startOfDay();
    const { count, results } = await listLogs(em, {
      ...{ page, pageSize: PAGE_SIZE, ordering: ['-due_at', '-id'] },
      ...(schedule === null ? {} : { schedule }),
      ...(isToday ? { from: midnight.toInstant(), to: midnight.add({ days: 1 }).toInstant() } : {}),
      ...(isTroubled ? { statuses: TROUBLED } : {}),
    });
    const rows = results.map(({ id, recipientName: name, status, reason, dueAt, sentAt, recalledAt }) => ({
      ...{ id, name, status, reason, recalledAt },
      at: sentAt ?? dueAt,
    }));
    const pages = Math.max(1, Math.ceil(count / PAGE_SIZE));
    const nextPage = page < pages ? `envios ${wordsOf(asked)}página ${page + 1}` : null;
    const troubled = rows.find(({ status }) => TROUBLED.some(one => one === status))?.id ?? null;
    return done('envios/lista', { ...asked, rows, count, pages, nextPage, troubled }, { count });
  },
});

interface AskedSends {
  schedule: number | null;
  isToday: boolean;
  isTroubled: boolean;
  page: number;
}

/** `hoje`, `falhas`, a schedule's number and `página 2`, in any order. @throws UserError `unread_words` */
function readAsked(args: string): AskedSends {
  let page = 1;
  const words = foldName(args.replaceAll(',', ' '))
    .replace(/\bpag(?:ina)?\.? (\d{1,4})\b/, (_all, number: string) => {
      page = Math.max(1, Number(number));
      return '';
    })
    .split(' ')
    .filter(word => word !== '');
  const number = words.find(word => /^#?\d{1,15}$/.test(word));
  const isTroubled = words.some(word => /^falhas?$/.test(word));
  const known = (word: string) => word === number || word === 'hoje' || /^falhas?$/.test(word);
  refuseRest(words.filter(word => !known(word)).join(' '));
  const schedule = number === undefined ? null : Number(number.replace('#', ''));
  return { schedule, isToday: words.includes('hoje'), isTroubled, page };
}

function wordsOf({ schedule, isToday, isTroubled }: AskedSends): string {
  return `${schedule === null ? '' : `${schedule} `}${isToday ? 'hoje ' : ''}${isTroubled ? 'falhas ' : ''}`;
}
