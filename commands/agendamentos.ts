import { defineCommand, done } from '../src/chat/command.ts';
import { describePlainly } from '../src/schedule/describe-plainly.ts';
import { exampleOfBody } from '../src/scheduling/example-text.ts';
import { foldName } from '../src/scheduling/names.ts';
import { namedRecipients } from '../src/scheduling/queries/get-schedule.ts';
import { listSchedules } from '../src/scheduling/queries/list-schedules.ts';
import { timedOf } from '../src/scheduling/timed.ts';
import { refuseRest } from './shared/words.ts';

/** As many as fit on a phone's screen without scrolling far. */
const PAGE_SIZE = 10;
const LISTS = ['ativos', 'pausados', 'todos'] as const;
type ListName = (typeof LISTS)[number];
const STATUS = { ativos: 'active', pausados: 'paused', todos: null } as const;

export default defineCommand({
  name: 'agendamentos',
  aliases: ['lista', 'listar', 'agendados'],
  summary: 'Lista os agendamentos',
  usage: '/agendamentos [ativos, pausados, todos] [página]',
  examples: ['/agendamentos', '/agendamentos pausados', '/agendamentos todos 2'],
  role: 'viewer',
  async run({ work }, args) {
    const { list, page } = readList(args);
    const status = STATUS[list];
    const found = await listSchedules(work.em, {
      ...(status ? { status } : {}),
      ...{ ordering: ['next_run_at', 'id'], page, pageSize: PAGE_SIZE },
    });
    const recipients = await namedRecipients(
      work.em,
      found.results.map(({ id }) => id),
    );
    const rows = found.results.map(schedule => ({
      ...inList(schedule),
      recipients: (recipients.get(schedule.id) ?? []).map(({ type, name }) => ({ type, name })),
    }));
    const pages = Math.max(1, Math.ceil(found.count / PAGE_SIZE));
    const nextPage = page < pages ? `agendamentos ${list} ${page + 1}` : null;
    return done('agendamentos', { list, rows, count: found.count, page, pages, nextPage }, { count: found.count });
  },
});

type Listed = Awaited<ReturnType<typeof listSchedules>>['results'][number];

function inList(schedule: Listed) {
  const { id, title, status, timezone, nextRunAt, template, text } = schedule;
  return {
    ...{ id, title, status, timezone, text: text == null ? null : asRead(schedule, text) },
    template: template?.name ?? null,
    description: describePlainly(timedOf(schedule), null),
    nextRunAt: nextRunAt ?? null,
    resumeAt: status === 'paused' ? (schedule.resumeAt ?? null) : null,
    pauseReason: status === 'paused' ? (schedule.pauseReason ?? null) : null,
  };
}

/** A text without its variables' names, where it can be shown so. */
function asRead({ variables, timezone, nextRunAt, createdAt }: Listed, text: string): string {
  return exampleOfBody(text, { at: nextRunAt ?? createdAt, timezone }, variables)?.text ?? text;
}

/** `todos 2`, `página 2`, in any order. */
function readList(args: string): { list: ListName; page: number } {
  const words = foldName(args.replaceAll(',', ' '))
    .split(' ')
    .filter(word => word !== '' && word !== 'pagina' && word !== 'pag');
  const list = LISTS.find(name => words.includes(name) || words.includes(name.slice(0, -1))) ?? 'ativos';
  const number = words.find(word => /^[1-9]\d{0,3}$/.test(word));
  const known = [list, list.slice(0, -1), number];
  refuseRest(words.filter(word => !known.includes(word)).join(' '));
  return { list, page: Number(number ?? 1) };
}
