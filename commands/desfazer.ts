import { defineCommand, done } from '../src/chat/command.ts';
import { getSchedule } from '../src/scheduling/queries/get-schedule.ts';
import { undoLast } from '../src/scheduling/undo.ts';
import { aboutSchedule } from './shared/about-schedule.ts';
import { changeOf } from './shared/change-facts.ts';
import { refuseRest } from './shared/words.ts';

export default defineCommand({
  name: 'desfazer',
  aliases: ['desfaz', 'desfaca'],
  summary: 'Desfaz sua última mudança, por dez minutos',
  usage: '/desfazer',
  examples: ['/desfazer'],
  role: 'editor',
  async run({ work }, args) {
    refuseRest(args);
    const undone = await undoLast(work);
    const { entityType, entityId } = undone[0]!;
    const read = entityType === 'schedule' && entityId ? await getSchedule(work.em, entityId) : null;
    const schedule = read && (await aboutSchedule(work.em, read, work.now));
    const changes = undone.map(changeOf);
    return done('desfazer', { changes, schedule }, { undone: undone.map(({ action }) => action) });
  },
});
