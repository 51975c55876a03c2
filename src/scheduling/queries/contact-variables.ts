import { type Em, isSqlite } from '../../db/orm.ts';
import { selectRows } from '../../db/statements.ts';

/** More names than anybody gives to what is known of people. */
const MOST = 500;

/** The names of all variables that contacts have. */
export async function contactVariables(em: Em): Promise<string[]> {
  await em.flush();
  const rows = isSqlite(em)
    ? 'select distinct v.key as name from contacts c cross join json_each(c.variables) v'
    : `select distinct v.name from contacts c
       cross join json_table(json_keys(c.variables), '$[*]' columns (name varchar(200) path '$')) v`;
  return (await selectRows<{ name: string }>(em, `${rows} order by name limit ${MOST}`, [])).map(({ name }) => name);
}
