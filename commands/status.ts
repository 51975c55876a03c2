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
    return done('status', { ...(await statusOverview(work.em, work.now, work.timezone)) });
  },
});
