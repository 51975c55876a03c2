import { defineCommand, done } from '../src/chat/command.ts';
import { statusOverview } from '../src/scheduling/queries/overview.ts';
import { refuseRest } from './shared/words.ts';

export default defineCommand({
  name: 'status',
  aliases: ['situacao'],
  summary: 'Mostra a conexão, os envios de hoje e os próximos',
  usage: '/status',
  examples: ['/status'],
  role: 'viewer',
  async run({ work }, args) {
    refuseRest(args);
    const { today, paused: pausedSchedules, ...overview } = await statusOverview(work.em, work.now, work.timezone);
    const { sent = 0, delivered = 0, read = 0, failed = 0 } = today;
    // Whoever read a message was sent it: a person counts messages, not receipts.
    return done('status', { ...overview, pausedSchedules, sent: sent + delivered + read, failed });
  },
});
