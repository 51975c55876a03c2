import { defineCommand, done } from '../src/chat/command.ts';
import { listGroups } from '../src/scheduling/queries/list-groups.ts';
import { toldApart } from '../src/scheduling/told-apart.ts';

const SHOWN = 40;

export default defineCommand({
  name: 'grupos',
  summary: 'Lista os grupos do WhatsApp e as listas de contatos',
  usage: '/grupos [busca]',
  examples: ['/grupos', '/grupos vendas'],
  role: 'viewer',
  async run({ work }, search) {
    const filter = search === '' ? {} : { search };
    const found = await listGroups(work.em, { ...filter, ordering: ['name'], page: 1, pageSize: SHOWN });
    const facts = await toldApart(work.em, 'group', found.results, work.timezone);
    const rows = found.results.map(({ id, name, aliases, kind, membersCount, canSend }) => ({
      ...{ name, aliases, kind, membersCount, facts: facts.get(id) ?? null },
      isClosed: canSend === false,
    }));
    return done(
      'grupos',
      { search, rows, count: found.count, more: found.count - rows.length },
      { count: found.count },
    );
  },
});
