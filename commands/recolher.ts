import { ask, defineCommand, done, YES_NO } from '../src/chat/command.ts';
import { UserError } from '../src/errors.ts';
import { getSchedule } from '../src/scheduling/queries/get-schedule.ts';
import { getLog } from '../src/scheduling/queries/list-logs.ts';
import { lastRun, previewRecall, type RecallPreview } from '../src/scheduling/recall/preview-recall.ts';
import { recallMessage, recallRun } from '../src/scheduling/recall/recall.ts';
import { readId, refuseRest } from './shared/words.ts';

const USAGE = '/recolher N';

const envio = defineCommand({
  name: 'envio',
  aliases: ['mensagem'],
  summary: 'Apaga para todos uma só mensagem',
  usage: '/recolher envio ID',
  examples: ['/recolher envio 1234'],
  role: 'editor',
  async run({ work: { em, now } }, args) {
    const { id, rest } = readId(args, '/recolher envio ID', 'missing_log_id');
    refuseRest(rest);
    const { recipientName: name } = await getLog(em, id);
    const preview = worthRecalling(await previewRecall(em, { id }, now));
    const data = { ...preview, id, name, plannedAt: null };
    return ask({ template: 'recolher/confirmar', data, options: YES_NO, payload: { log: id } });
  },
  async answer({ work }, { log }) {
    if (typeof log !== 'number') throw new UserError('question_expired');
    const { stopped, toDelete } = await recallMessage(work, log);
    return done('recolher/feito', { stopped, toDelete }, { log, stopped, to_delete: toDelete });
  },
});

export default defineCommand({
  name: 'recolher',
  aliases: ['recolhe', 'despublicar'],
  summary: 'Para o último envio de um agendamento e apaga para todos o que já saiu',
  usage: USAGE,
  examples: ['/recolher 12'],
  role: 'editor',
  subcommands: [envio],
  async run({ work: { em, now } }, args) {
    const { id, rest } = readId(args, USAGE);
    refuseRest(rest);
    const { title, timezone } = (await getSchedule(em, id)).schedule;
    const { id: occurrence, plannedAt } = await lastRun(em, id);
    const preview = worthRecalling(await previewRecall(em, { occurrence }, now), id);
    const data = { ...preview, id, title, timezone, plannedAt };
    return ask({ template: 'recolher/confirmar', data, options: YES_NO, payload: { occurrence } });
  },
  async answer({ work }, { occurrence }) {
    if (typeof occurrence !== 'number') throw new UserError('question_expired');
    const { stopped, toDelete } = await recallRun(work, occurrence);
    return done('recolher/feito', { stopped, toDelete }, { occurrence, stopped, to_delete: toDelete });
  },
});

/** @throws UserError `nothing_to_recall` where a yes would change nothing */
function worthRecalling(preview: RecallPreview, id?: number): RecallPreview {
  const { waiting, deletable, onTheWay } = preview;
  if (waiting + deletable + onTheWay === 0) throw new UserError('nothing_to_recall', id ? { id } : {}, 409);
  return preview;
}
