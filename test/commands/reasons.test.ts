import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { sentences } from '../chat/conversation.ts';

const root = resolve(import.meta.dirname, '../..');

/** Of occurrences, which have no messages then; a slot that is soon free; the part of a form. */
const NOT_OF_MESSAGES = [
  ...['too_late', 'schedule_paused', 'schedule_edited', 'skipped_by_person', 'no_recipients'],
  ...['pace', 'key'],
];

/** What these files write as the reason of a message, or as the code of a failed send. */
async function reasonsIn(folder: string, pattern: RegExp): Promise<string[]> {
  const files = (await readdir(join(root, folder), { recursive: true })).filter(file => file.endsWith('.ts'));
  const sources = await Promise.all(files.map(file => readFile(join(root, folder, file), 'utf8')));
  return sources.flatMap(source => [...source.matchAll(pattern)].map(match => match[1]!));
}

test('every reason that a message can have is told in words', async () => {
  const reasons = new Set([
    ...(await reasonsIn('src/delivery', /reason(?: =|:) '([a-z_]+)'/g)),
    ...(await reasonsIn('src/delivery', /coalesce\(reason, '([a-z_]+)'\)/g)),
    ...(await reasonsIn('src/scheduling', /reason(?: =|:) '([a-z_]+)'/g)),
    ...(await reasonsIn('src/whatsapp', /code: '([a-z_]+)'/g)),
    ...[
      'silence',
      'internal',
      'not_resent',
      'whatsapp_error',
      'missing_variables',
      'text_too_long',
      'message_too_long',
    ],
  ]);
  expect(reasons.size).toBeGreaterThan(20);
  const told = (reason: string) => sentences.reply('envios/motivo', { reason });
  const untold = [...reasons].filter(reason => told(reason).includes('código'));
  expect(untold.filter(reason => !NOT_OF_MESSAGES.includes(reason))).toEqual([]);
});
