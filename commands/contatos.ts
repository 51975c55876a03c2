import { defineCommand, done } from '../src/chat/command.ts';
import { listContacts } from '../src/scheduling/queries/list-contacts.ts';

/** A line each: more would be scrolled past. */
const SHOWN = 30;

export default defineCommand({
  name: 'contatos',
  aliases: ['pessoas', 'clientes'],
  summary: 'Lista os contatos',
  usage: '/contatos [busca]',
  examples: ['/contatos', '/contatos ana', '/contatos 98765'],
  role: 'viewer',
  async run({ work }, search) {
    const filter = search === '' ? {} : { search };
    const found = await listContacts(work.em, { ...filter, ordering: ['name'], page: 1, pageSize: SHOWN });
    const rows = found.results.map(({ name, phone }) => ({ name, phone }));
    return done(
      'contatos',
      { search, rows, count: found.count, more: found.count - rows.length },
      { count: found.count },
    );
  },
});
