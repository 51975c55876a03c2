import { describe, expect, test } from 'vitest';
import { type Command, defineCommand, done } from '../../src/chat/command.ts';
import { commandAt, commandSet, findCommand, nearMisses, readLine } from '../../src/chat/find-command.ts';

function command(name: string, more: Partial<Command> = {}): Command {
  const usage = `/${name}`;
  return defineCommand({
    name,
    summary: name,
    usage,
    examples: [usage],
    role: 'viewer',
    run: async () => done(name, {}),
    ...more,
  });
}
const set = commandSet([
  command('agendar'),
  command('agendamentos', { aliases: ['lista'] }),
  command('ver'),
  command('relatório'),
  command('modelo', { subcommands: [command('novo', { aliases: ['criar'] })] }),
]);

describe('a line', () => {
  test.for([
    ['/ver 12', true, 'ver', '12'],
    ['!ver 12', true, 'ver', '12'],
    ['/ ver 12', true, 'ver', '12'],
    ['\u200e/VER  12 ', true, 'ver', '12'],
    ['ver 12', false, 'ver', '12'],
    ['/Relatório\nde hoje', true, 'relatorio', 'de hoje'],
    ['/modelo novo x Oi,\n\ntudo bem?', true, 'modelo', 'novo x Oi,\n\ntudo bem?'],
    ['', false, '', ''],
    ['/', true, '', ''],
    ['*/ver 12*', true, 'ver', '12'],
    ['_*/ver 12*_', true, 'ver', '12'],
    ['`/ver 12`', true, 'ver', '12'],
    ['*ver* 12', false, 'ver', '12'],
    ['```\n/modelo novo x *Oi*\n```', true, 'modelo', 'novo x *Oi*'],
    ['*/enviar* grupo x mensagem Oi, *gente*', true, 'enviar', 'grupo x mensagem Oi, *gente*'],
    ['*/enviar grupo x mensagem *Oi*', true, 'enviar', 'grupo x mensagem *Oi*'],
    ['/enviar grupo x mensagem *Oi*', true, 'enviar', 'grupo x mensagem *Oi*'],
  ] as const)('“%s”', ([text, hasPrefix, word, args]) => {
    expect(readLine(text)).toMatchObject({ hasPrefix, word, args });
  });

  test('keeps its word as typed, to be told', () => {
    expect(readLine('/Relatório de hoje').typed).toBe('Relatório');
  });
});

describe('which command', () => {
  test.for([
    ['/ver 12', 'ver', '12'],
    ['/VÊR 12', 'ver', '12'],
    ['/relatorio', 'relatório', ''],
    ['/lista todos', 'agendamentos', 'todos'],
    ['/modelo Novo x Oi', 'modelo novo', 'x Oi'],
    ['/modelo criar x Oi', 'modelo novo', 'x Oi'],
    ['/modelo', 'modelo', ''],
    ['/modelo outro', 'modelo', 'outro'],
  ] as const)('%s is %s', ([text, path, args]) => {
    const called = findCommand(set, readLine(text));
    expect([called?.path, called?.args]).toEqual([path, args]);
    expect(commandAt(set, path)).toBe(called?.command);
  });

  test.for(['/nada', '/versos', 'oi'])('%s is none', text => {
    expect(findCommand(set, readLine(text))).toBeNull();
  });

  test('two commands with one word are a fault of the program', () => {
    expect(() => commandSet([command('ver'), command('olhar', { aliases: ['VER'] })])).toThrow('"ver"');
  });
});

describe('near misses', () => {
  test.for([
    ['agendamento', ['agendamentos']],
    ['agedar', ['agendar']],
    ['agnedar', ['agendar']],
    ['agenda', ['agendar', 'agendamentos']],
    ['modelso', ['modelo']],
    ['xyzw', []],
    ['vr', []],
  ] as const)('%s → %s', ([word, expected]) => {
    expect(nearMisses(set, word)).toEqual(expected);
  });
});
