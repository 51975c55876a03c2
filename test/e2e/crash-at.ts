/**
 * Loaded into the server before it starts (`node --import`): kills the process right before the nth statement that
 * writes, counted from the one that stores the webhook's event. Nothing of the product knows about it.
 */
import sqlite from 'node:sqlite';

const { nth } = JSON.parse(process.env.TEST_CRASH ?? '{"nth":0}') as { nth: number };
const WRITES = /^\s*(insert|update|delete|commit)\b/i;
let armed = false;
let seen = 0;

function watch(sql: string): void {
  armed ||= /insert (or ignore )?into `?inbox_events/i.test(sql);
  if (!armed || !WRITES.test(sql)) return;
  seen++;
  if (seen === nth) {
    process.stderr.write(`crash before: ${sql.slice(0, 60)}\n`);
    process.kill(process.pid, 'SIGKILL');
    for (;;); // the signal takes a moment; not one more statement may run
  }
}

const { prepare } = sqlite.DatabaseSync.prototype;
sqlite.DatabaseSync.prototype.prepare = function (this: sqlite.DatabaseSync, sql: string, ...rest) {
  const statement = prepare.call(this, sql, ...rest);
  for (const method of ['all', 'get', 'run'] as const) {
    const original = statement[method].bind(statement) as (...values: never[]) => unknown;
    Object.defineProperty(statement, method, {
      value: (...values: never[]) => {
        watch(sql);
        return original(...values);
      },
    });
  }
  return statement;
};
