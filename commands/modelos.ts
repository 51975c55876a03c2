import { defineCommand, done } from '../src/chat/command.ts';
import { listTemplates } from '../src/scheduling/queries/list-templates.ts';

/** Names with a line each: more would be scrolled past. */
const SHOWN = 30;
const LINE_LENGTH = 60;

export default defineCommand({
  name: 'modelos',
  aliases: ['templates'],
  summary: 'Lista os modelos de mensagem',
  usage: '/modelos [busca]',
  examples: ['/modelos', '/modelos cobranca'],
  role: 'viewer',
  async run({ work }, search) {
    const filter = search === '' ? {} : { search };
    const found = await listTemplates(work.em, { ...filter, ordering: ['name'], page: 1, pageSize: SHOWN });
    const rows = found.results.map(({ name, body }) => ({ name, line: firstLine(body) }));
    return done(
      'modelos',
      { search, rows, count: found.count, more: found.count - rows.length },
      { count: found.count },
    );
  },
});

function firstLine(body: string): string {
  const line = body.replace(/\s+/g, ' ').trim();
  return line.length <= LINE_LENGTH ? line : `${line.slice(0, LINE_LENGTH - 1).trimEnd()}…`;
}
