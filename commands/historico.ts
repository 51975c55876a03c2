import { defineCommand, done } from '../src/chat/command.ts';
import { getSchedule } from '../src/scheduling/queries/get-schedule.ts';
import { listAudit } from '../src/scheduling/queries/list-audit.ts';
import { historyLine } from './shared/history-line.ts';
import { readId, refuseRest } from './shared/words.ts';

const USAGE = '/histórico N';
/** As far back as anybody scrolls; the API has all of it. */
const SHOWN = 15;

export default defineCommand({
  name: 'histórico',
  aliases: ['mudancas'],
  summary: 'Mostra quem mudou o quê em um agendamento',
  usage: USAGE,
  examples: ['/histórico 12'],
  role: 'viewer',
  async run({ work }, args) {
    const { id, rest } = readId(args, USAGE);
    refuseRest(rest);
    const { title } = (await getSchedule(work.em, id)).schedule;
    const found = await listAudit(work.em, { entityType: 'schedule', entityId: id, page: 1, pageSize: SHOWN });
    const lines = found.results.map(historyLine);
    return done('historico', { id, title, lines, more: found.count - lines.length }, { count: found.count });
  },
});
