import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../src/schedule/parse-command.ts';

const root = resolve(import.meta.dirname, '../..');
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).sort();
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');

/** `[text](address)` of files in the repository, without the part after `#`. */
function linksIn(text: string): string[] {
  return [...text.matchAll(/\]\((?!\w+:)([^)#]+)(?:#[^)]*)?\)/g)].map(match => match[1]!);
}

/** Source files named in backticks: `src/app.ts`, or from `src/` on as `chat/inbox.ts`. */
function filesIn(text: string): string[] {
  return [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.(?:ts|hbs|md|json))`/g)].map(match => match[1]!);
}

describe('the documents', () => {
  test.for(documents)('%s links to files that exist', file => {
    const missing = linksIn(read(file)).filter(link => !existsSync(resolve(root, dirname(file), link)));
    expect(missing).toEqual([]);
  });

  test.for(documents)('%s names source files that exist', file => {
    const exists = (name: string) => existsSync(resolve(root, name)) || existsSync(resolve(root, 'src', name));
    expect(filesIn(read(file)).filter(name => !exists(name))).toEqual([]);
  });

  test('README.md names no chat command that there is not', () => {
    const named = [...read('README.md').matchAll(/(?:`|, `|^|\*\*)\/([a-z]+)(?= |`|$|\*)/gm)].map(match => match[1]!);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(word => !existsSync(resolve(root, `commands/${word}.ts`)))).toEqual([]);
  });

  test('the commands in README.md are understood whole', () => {
    const commands = [...read('README.md').matchAll(/^\/agendar (.+)$/gm)].map(match => match[1]!);
    expect(commands.length).toBeGreaterThan(5);
    for (const words of commands) {
      const now = Temporal.Instant.from('2026-11-24T10:00:00-03:00');
      const { kind, problems } = parseCommand(words, { now, timezone: 'America/Sao_Paulo' });
      expect({ words, kind, problems }).toEqual({ words, kind: expect.stringMatching(/once|recurring/), problems: [] });
    }
  });
});
