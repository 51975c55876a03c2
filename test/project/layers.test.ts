import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** The rooms, lowest first: a file imports from its own layer's own room, or from below. */
const LAYERS: readonly (readonly string[])[] = [
  ['src/errors.ts', 'src/clock.ts', 'src/config.ts', 'src/logger.ts', 'src/secrets.ts'],
  ['src/schedule'],
  ['src/db', 'src/whatsapp', 'src/templates'],
  ['src/scheduling'],
  ['src/delivery'],
  ['src/http', 'src/jobs', 'src/chat', 'src/simulator'],
];
const START = LAYERS.length;
/** What a command file may know: the words, the verbs, and nothing of the world. */
const COMMAND_MAY_IMPORT = ['src/chat/command.ts', 'src/scheduling', 'src/schedule', 'src/errors.ts'];

const layerOf = (file: string) => {
  const index = LAYERS.findIndex(rooms => rooms.some(room => file === room || file.startsWith(`${room}/`)));
  return index === -1 ? START : index;
};
const roomOf = (file: string) => LAYERS.flat().find(room => file === room || file.startsWith(`${room}/`)) ?? file;

/** Why this import is not allowed, or null. Both are paths from the root. */
function fault(from: string, to: string): string | null {
  if (from.startsWith('commands/')) {
    const isAllowed =
      to.startsWith('commands/') || COMMAND_MAY_IMPORT.some(room => to === room || to.startsWith(`${room}/`));
    return isAllowed ? null : `${from} is a command and imports ${to}`;
  }
  // db entities name the rule of the language and nothing else of it; types vanish before they run.
  if (layerOf(to) > layerOf(from)) return `${from} imports upward: ${to}`;
  if (layerOf(to) === layerOf(from) && layerOf(from) > 0 && layerOf(from) < START && roomOf(from) !== roomOf(to)) {
    return `${from} imports its neighbour ${to}`;
  }
  return null;
}

function importsOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map(match => match[1]!);
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => relative(root, join(entry.parentPath, entry.name)));
}

const files = ['src', 'commands'].flatMap(sources);

describe('who may import whom', () => {
  test('every import goes downward, and no way in knows another', () => {
    const faults = files.flatMap(file =>
      importsOf(file).flatMap(path => fault(file, relative(root, resolve(root, dirname(file), path))) ?? []),
    );
    expect(faults).toEqual([]);
  });

  test('imports of our own files end in .ts', () => {
    const faults = files.flatMap(file =>
      importsOf(file)
        .filter(path => !path.endsWith('.ts'))
        .map(path => `${file}: ${path}`),
    );
    expect(faults).toEqual([]);
  });

  test('only the start reads the process environment', () => {
    const readers = files.filter(file => /process\.env\b/.test(readFileSync(join(root, file), 'utf8')));
    expect(readers.filter(file => layerOf(file) < START)).toEqual([]);
  });

  test.for([
    ['src/scheduling/create-schedule.ts', 'src/delivery/fire.ts'],
    ['src/http/webhook.ts', 'src/chat/inbox.ts'],
    ['src/schedule/moment.ts', 'src/db/orm.ts'],
    ['src/whatsapp/jid.ts', 'src/db/orm.ts'],
    ['commands/agendar.ts', 'src/db/orm.ts'],
    ['src/clock.ts', 'src/schedule/reading.ts'],
  ] as const)('refuses %s → %s', ([from, to]) => {
    expect(fault(from, to)).not.toBeNull();
  });
});
