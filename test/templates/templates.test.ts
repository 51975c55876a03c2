import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createTemplates } from '../../src/templates/templates.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Templates of a folder with these files; the ones that must be there are. */
function templatesOf(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  folders.push(folder);
  for (const [path, body] of Object.entries({
    'errors/unknown.hbs': 'Erro {{code}}',
    'replies/oi.hbs': 'Oi',
    ...files,
  })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), body);
  }
  return createTemplates({ folder });
}

const reply = (body: string, data: Record<string, unknown>) => templatesOf({ 'replies/a.hbs': body }).reply('a', data);

describe('replies', () => {
  test('are plain text: nothing is escaped', () => {
    expect(reply('*{{nome}}*', { nome: '<Ana> & "Bia"' })).toBe('*<Ana> & "Bia"*');
  });

  test('end without the line break of their file', () => {
    expect(reply('uma\nduas\n', {})).toBe('uma\nduas');
  });

  test('refuse to have a hole in them', () => {
    expect(() => reply('Oi, {{nome}}', {})).toThrow('"nome" not defined');
  });

  test('may ask whether a value is there', () => {
    expect(reply('Oi{{#if nome}}, {{nome}}{{/if}}', {})).toBe('Oi');
  });

  test('may be parts of others', () => {
    const { reply: say } = templatesOf({
      'replies/a.hbs': '{{#each nomes}}{{> p/quem}};{{/each}}',
      'replies/p/quem.hbs': '<{{this}}>\n',
    });
    expect(say('a', { nomes: ['Ana', 'Bia'] })).toBe('<Ana>;<Bia>;');
  });

  test('without a file are named', () => {
    expect(() => templatesOf({}).reply('agendar/nada', {})).toThrow('replies/agendar/nada.hbs');
  });
});

describe('errors', () => {
  const templates = () => templatesOf({ 'errors/past_time.hbs': 'Já passou{{#if words}}: {{words}}{{/if}}.' });

  test('are told with their details', () => {
    expect(templates().error('past_time', { words: 'ontem' })).toBe('Já passou: ontem.');
    expect(templates().error('past_time', {})).toBe('Já passou.');
  });

  test('without a file are told by their code', () => {
    expect(templates().error('nova', { code: 'outro' })).toBe('Erro nova');
    expect(templates().error('constructor', {})).toBe('Erro constructor');
  });
});

describe('pages', () => {
  test('escape what they show', () => {
    const { html } = templatesOf({ 'admin/index.hbs': '<b>{{nome}}</b>' });
    expect(html('admin/index', { nome: '<script>' })).toBe('<b>&lt;script&gt;</b>');
  });

  test('replies and errors are not pages', () => {
    expect(() => templatesOf({}).html('replies/oi', {})).toThrow('replies/oi.hbs');
  });
});

describe('what is wrong with a file is found at the start, and the file is named', () => {
  test.for<[path: string, body: string, words: string]>([
    ['replies/x/torto.hbs', '{{#if a}}', 'Parse error'],
    ['replies/x/torto.hbs', '{{maiusculas nome}}', 'unknown helper maiusculas'],
    ['replies/x/torto.hbs', '{{> falta}}', 'no partial falta'],
    ['replies/x/torto.hbs', '{{#if a}}{{else}}{{> falta}}{{/if}}', 'no partial falta'],
    ['errors/torto.hbs', '{{#each a}}', 'Parse error'],
    ['admin/torto.hbs', '{{/if}}', 'Parse error'],
  ])('%s with %s', ([path, body, words]) => {
    expect(() => templatesOf({ [path]: body })).toThrow(words);
    expect(() => templatesOf({ [path]: body })).toThrow(path);
  });

  test('nothing in this project', () => {
    const { names } = createTemplates({ folder: resolve(import.meta.dirname, '../../templates') });
    expect(names.errors).toContain('internal');
    expect(names.replies).toContain('avisos/falhas');
  });
});

describe('helpers of sentences', () => {
  const at = Temporal.Instant.from('2026-11-25T01:30:00Z');
  const timezone = 'America/Sao_Paulo';
  const now = Temporal.Instant.from('2026-01-01T12:00:00Z');

  test.for<[body: string, data: Record<string, unknown>, text: string]>([
    ['{{data_hora at}}', { at, timezone, now }, 'ter 24/11 às 22:30'],
    ['{{data_hora at}}', { at, timezone }, 'ter 24/11/2026 às 22:30'],
    [
      '{{data_hora at}}',
      { at, timezone, now: Temporal.Instant.from('2027-01-01T12:00:00Z') },
      'ter 24/11/2026 às 22:30',
    ],
    ['{{data_hora at "Asia/Tokyo"}}', { at, timezone, now }, 'qua 25/11 às 10:30'],
    ['{{#each rows}}{{hora at}}{{/each}}', { rows: [{ at, timezone: 'Asia/Tokyo' }], timezone }, '10:30'],
    ['{{#each next}}{{hora this}} {{/each}}.', { next: [at, at], timezone }, '22:30 22:30 .'],
    ['{{data at}} {{dia_semana at}}', { at, timezone }, '24/11/2026 terça-feira'],
    ['{{hora at}}', { at: at.add({ seconds: 7 }), timezone }, '22:30:07'],
    ['{{plural n "grupo" "grupos"}}', { n: 1 }, '1 grupo'],
    ['{{plural n "grupo" "grupos"}}', { n: 0 }, '0 grupos'],
    ['{{plural n "grupo" "grupos"}}', { n: 12_345 }, '12.345 grupos'],
    ['{{lista names}}', { names: [] }, ''],
    ['{{lista names}}', { names: ['Ana'] }, 'Ana'],
    ['{{lista names}}', { names: ['Ana', 'Bia', 'Caio'] }, 'Ana, Bia e Caio'],
    ['{{destaques names}}', { names: ['Ana', 'Bia', 'Caio'] }, '*Ana*, *Bia* e *Caio*'],
    ['{{telefone p}}', { p: '+5511987654321' }, '(11) 98765-4321'],
    ['{{telefone p}}', { p: '+551133334444' }, '(11) 3333-4444'],
    ['{{telefone p}}', { p: '+351912345678' }, '+351912345678'],
    ['{{trecho t 5}}', { t: 'abcde' }, 'abcde'],
    ['{{trecho t 5}}', { t: 'abc def' }, 'abc…'],
    ['{{#if (eq a "x")}}sim{{else}}não{{/if}}', { a: 'y' }, 'não'],
    ['{{#if (and a (not b))}}sim{{/if}}', { a: 1, b: 0 }, 'sim'],
    ['{{#if (or a b)}}sim{{/if}}', { a: 0, b: 1 }, 'sim'],
    ['{{#if (gt n 1)}}vários{{/if}}', { n: 2 }, 'vários'],
    ['{{moeda v}} {{numero v}}', { v: 1234.5 }, 'R$ 1.234,50 1.234,5'],
  ])('%s with %o → %s', ([body, data, text]) => {
    expect(reply(body, data)).toBe(text);
  });

  test.for<[body: string, data: Record<string, unknown>, words: string]>([
    ['{{data_hora at}}', { at }, 'without a timezone'],
    ['{{data_hora at}}', { at: null, timezone }, 'not an instant'],
  ])('%s with %o fails', ([body, data, words]) => {
    expect(() => reply(body, data)).toThrow(words);
  });
});
