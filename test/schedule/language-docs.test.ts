import { join } from 'node:path';
import { expect, test } from 'vitest';
import { languageDocs } from '../../src/schedule/language-docs.ts';
import { command } from './helpers/read.ts';

test('docs/linguagem.md is what the tables say of themselves (`vitest run -u` writes it)', async () => {
  await expect(languageDocs()).toMatchFileSnapshot(join(import.meta.dirname, '../../docs/linguagem.md'));
});

test('each reason in it is the reason of its example', () => {
  const rows = languageDocs().matchAll(/^\| `(\w+)` \| (?:pergunta|recusa) \| `(.*?)` \|/gm);
  const reasons = [...rows].map(([, reason, example]) => [
    reason,
    command(`/agendar ${example}`, { now: Temporal.Instant.from('2026-11-24T13:00:00Z') }).reason,
  ]);
  expect(reasons.length).toBeGreaterThan(15);
  for (const [written, found] of reasons) expect(found).toBe(written);
});
