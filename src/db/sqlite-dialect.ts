import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SqliteDialect, type SqliteStatement } from 'kysely';

/** Statements that stay prepared: those with parameters are written in code, so there are few. */
const KEPT = 200;

/**
 * node:sqlite for the ORM, which keeps statements with parameters prepared. The ORM's own dialect prepares each anew,
 * which costs as much as running a short one; its own queries carry their values in the text and are never the same twice.
 */
export function sqliteDialect(path: string): SqliteDialect {
  return new SqliteDialect({
    async database() {
      const database = new DatabaseSync(path);
      const kept = new Map<string, SqliteStatement>();
      const prepare = (sql: string) => asStatement(database.prepare(sql));
      return {
        prepare(sql) {
          if (!sql.includes('?') && !FRAMES.has(sql)) return prepare(sql);
          const statement = kept.get(sql) ?? prepare(sql);
          kept.delete(sql); // to its end: the first one is the one not used for longest
          kept.set(sql, statement);
          if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
          return statement;
        },
        close: () => database.close(),
      };
    },
  });
}

const FRAMES: ReadonlySet<string> = new Set(['begin', 'commit', 'rollback']);

function asStatement(statement: StatementSync): SqliteStatement {
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: parameters => statement.all(...values(parameters)),
    run: parameters => statement.run(...values(parameters)),
    *iterate(parameters) {
      yield* statement.iterate(...values(parameters));
    },
  };
}
