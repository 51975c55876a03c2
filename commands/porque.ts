import { defineCommand, done } from '../src/chat/command.ts';
import { explainDelivery } from '../src/scheduling/queries/explain-delivery.ts';
import { readId, refuseRest } from './shared/words.ts';

const USAGE = '/porque ID';

export default defineCommand({
  name: 'porque',
  aliases: ['pq', 'motivo', 'explicar'],
  summary: 'Conta por que uma mensagem saiu, ou não saiu',
  usage: USAGE,
  examples: ['/porque 1234'],
  role: 'viewer',
  async run({ work }, args) {
    const { id, rest } = readId(args.replace(/\?$/, ''), USAGE, 'missing_log_id');
    refuseRest(rest);
    const { delivery, steps } = await explainDelivery(work.em, id);
    const { recipientName: name, text, status } = delivery;
    const canRetry = (status === 'failed' || status === 'uncertain') && text !== '';
    const told = steps.map(({ at, code, details }) => ({ ...details, at, template: `porque/${code}` }));
    return done('porque', { id, name, text, status, steps: told, canRetry }, { log: id, status });
  },
});
