import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type ParseRow, parseRow } from '../schedule/parse-rows.ts';

/**
 * JSON lines `{id, text, ref, tz}` in, `{id, result}` out, in the same order. A line that is no such row is answered
 * with `{id, error}`, so that one bad row does not end a batch.
 */
export async function parse(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { phrase: { type: 'boolean', default: false } } });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    process.stdout.write(`${JSON.stringify(answer(line, values.phrase))}\n`);
  }
}

function answer(line: string, phrase: boolean): object {
  let row: Partial<ParseRow> = {};
  try {
    row = JSON.parse(line) as Partial<ParseRow>;
    if (typeof row?.text !== 'string') throw new TypeError('a row needs a "text"');
    return parseRow({ ...row, text: row.text }, { phrase });
  } catch (error) {
    return { id: row?.id ?? null, error: error instanceof Error ? error.message : String(error) };
  }
}
