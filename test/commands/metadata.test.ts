import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandDocs } from '../../src/chat/command-docs.ts';
import { loadCommands } from '../../src/chat/load-commands.ts';
import { REASONS } from '../../src/schedule/reading.ts';
import { commands, sentences } from '../chat/conversation.ts';

const root = resolve(import.meta.dirname, '../..');

async function sourcesOf(folder: string): Promise<string> {
  const files = (await readdir(join(root, folder), { recursive: true })).filter(file => file.endsWith('.ts'));
  return (await Promise.all(files.map(file => readFile(join(root, folder, file), 'utf8')))).join('\n');
}

test('docs/comandos.md is what the commands say of themselves (`vitest run test/commands -u` writes it)', async () => {
  await expect(commandDocs(commands.all)).toMatchFileSnapshot(join(root, 'docs/comandos.md'));
});

describe('sentences', () => {
  test('every reply that a command or the chat gives has a template', async () => {
    const sources = `${await sourcesOf('commands')}\n${await sourcesOf('src/chat')}`;
    const named = [...sources.matchAll(/(?:done\(|reply\(|template: )'([a-z_/]+)'/g)].map(match => match[1]!);
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter(name => !sentences.names.replies.has(name))).toEqual([]);
  });

  test('every reason of the language has a sentence', () => {
    expect(REASONS.filter(code => !sentences.names.errors.has(code))).toEqual([]);
  });

  test('every refusal, warning and risk of the verbs and of the chat has a sentence', async () => {
    const folders = ['commands', 'src/chat', 'src/scheduling', 'src/templates', 'src/whatsapp', 'src/schedule'];
    const sources = (await Promise.all(folders.map(sourcesOf))).join('\n');
    const raised = [
      ...sources.matchAll(/new UserError\(\s*'([a-z_]+)'/g),
      ...sources.matchAll(/\{ code: '([a-z_]+)', details/g),
    ];
    const codes = new Set(raised.map(match => match[1]!));
    expect(codes.size).toBeGreaterThan(40);
    expect([...codes].filter(code => !sentences.names.errors.has(code))).toEqual([]);
  });

  test.for([...sentences.names.errors].toSorted())('%s makes a sentence even when nothing is known', code => {
    const sentence = sentences.error(code, {});
    expect(sentence).toMatch(/\S[.?)!*]$/);
    expect(sentence).not.toMatch(/undefined|\[object|\n\n/);
  });
});

describe('a command whose metadata is faulty is found at the start', () => {
  const whole = `name: 'teste', summary: 'Testa', usage: '/teste', examples: ['/teste'], role: 'viewer', run: async () => null`;
  test.for([
    ['exports no command', 'export const x = 1;', 'teste.ts'],
    ['is not named after its command', `export default { ${whole} };`, 'outro.ts'],
    ['has no templates/replies/teste.hbs', `export default { ${whole} };`, 'teste.ts'],
    ['needs one line of summary', `export default { ${whole.replace("'Testa'", "''")} };`, 'teste.ts'],
    ['does not start with it', `export default { ${whole.replace("usage: '/teste'", "usage: 'teste'")} };`, 'teste.ts'],
    ['has no example', `export default { ${whole.replace("['/teste']", '[]')} };`, 'teste.ts'],
    ['is no example of /teste', `export default { ${whole.replace("['/teste']", "['/x']")} };`, 'teste.ts'],
  ] as const)('it %s', async ([fault, source, file]) => {
    const folder = await mkdtemp(join(tmpdir(), 'commands-'));
    await writeFile(join(folder, file), source);
    await expect(loadCommands({ commands: folder, replies: join(root, 'templates/replies') })).rejects.toThrow(fault);
  });
});
