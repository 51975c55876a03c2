import { parseArgs } from 'node:util';
import { type ParseRow, parseRow } from '../schedule/parse-rows.ts';

/**
 * JSON lines `{id, text, ref, tz}` in, `{id, result}` out, in the same order. A line that is no such row is answered
 * with `{id, error}`, so that one bad row does not end a batch.
 */
export async function parse(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { phrase: { type: 'boolean', default: false } } });
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of process.stdin) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    await write(lines, values.phrase);
  }
  await write([rest + decoder.decode()], values.phrase);
}

/** Answers the lines of one chunk together: a write for each would cost more than the reading. */
async function write(lines: readonly string[], phrase: boolean): Promise<void> {
  const answers = lines.filter(line => line.trim() !== '').map(line => `${JSON.stringify(answer(line, phrase))}\n`);
  if (answers.length === 0 || process.stdout.write(answers.join(''))) return;
  await new Promise(resolve => process.stdout.once('drain', resolve));
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
