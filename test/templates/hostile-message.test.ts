import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { checkMessage, renderMessage } from '../../src/templates/message.ts';

const CONTEXT = { at: Temporal.Instant.from('2026-11-24T12:00:00Z'), timezone: 'America/Sao_Paulo' };
/** On a busy machine too; an unbounded body would take many times as long. */
const SOON_MS = 1_000;

/** The refusal's code, or the text. */
function outcome(body: string, variables: Record<string, string> = {}): { refused: string } | { text: string } {
  try {
    checkMessage(body);
    return { text: renderMessage(body, variables, CONTEXT) };
  } catch (error) {
    if (error instanceof UserError) return { refused: error.code };
    throw error;
  }
}

describe('constructs that no message needs are refused', () => {
  test.for([
    '{{#each this}}{{#each ../this}}x{{/each}}{{/each}}',
    '{{#each nome}}x{{/each}}',
    '{{#with nome}}{{length}}{{/with}}',
    '{{#nome}}x{{/nome}}',
    '{{^nome}}x{{/nome}}',
    '{{lookup this "constructor"}}',
    '{{lookup nome "length"}}',
    '{{log nome}}',
    '{{helperMissing nome}}',
    '{{blockHelperMissing nome}}',
    '{{this}}',
    '{{.}}',
    '{{./nome}}',
    '{{this.nome}}',
    '{{../nome}}',
    '{{@root}}',
    '{{@root.nome}}',
    '{{@send}}',
    '{{nome.length}}',
    '{{nome.constructor.constructor}}',
    '{{[constructor.constructor]}}',
    '{{#if nome.length}}x{{/if}}',
    '{{#if (moeda nome)}}x{{/if}}',
    '{{moeda (lookup this "x")}}',
    '{{moeda nome moeda=nome}}',
    '{{#if nome includeZero=true}}x{{/if}}',
    '{{#if nome as |x|}}{{x}}{{/if}}',
    '{{#if nome as |x|}}{{/if}}',
    '{{#if nome}}{{else if nome as |x|}}{{/if}}',
    '{{#if nome nome}}x{{/if}}',
    '{{if}}',
    '{{if nome}}',
    '{{#if}}x{{/if}}',
    '{{> parte}}',
    '{{> (moeda nome)}}',
    '{{#> parte}}x{{/parte}}',
    '{{#*inline "parte"}}x{{/inline}}',
    '{{* decorar}}',
    '{{{{cru}}}}x{{{{/cru}}}}',
    '{{__proto__}}',
    '{{moeda true}}',
    '{{moeda null}}',
    '{{"nome"}}',
    '{{1}}',
  ])('%s', body => {
    expect(outcome(body, { nome: 'Ana' })).toEqual({ refused: 'template_syntax' });
  });
});

describe('nothing is seen but the given variables', () => {
  test.for(['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'send', 'root', 'process', 'lookup', 'each'])(
    '{{%s}} is a missing variable like any other',
    name => {
      expect(outcome(`{{${name}}}`)).toEqual({ refused: 'missing_variables' });
      expect(outcome(`{{${name}}}`, { [name]: 'dado' })).toEqual({ text: 'dado' });
      expect(outcome(`{{#if ${name}}}vazou{{/if}}`)).toEqual({ text: '' });
      expect(outcome(`{{primeiro_nome ${name}}}`)).toEqual({ refused: 'missing_variables' });
    },
  );

  test('inherited values are not given ones', () => {
    expect(outcome('{{nome}}', Object.create({ nome: 'herdado' }))).toEqual({ refused: 'missing_variables' });
  });

  test('a given __proto__ changes no other object', () => {
    const variables = JSON.parse('{"__proto__": "x", "nome": "Ana"}');
    expect(outcome('{{nome}}', variables)).toEqual({ text: 'Ana' });
    expect(Object.getPrototypeOf({})).not.toHaveProperty('nome');
  });

  test('nothing is written to the log', () => {
    const spies = (['log', 'info', 'warn', 'error'] as const).map(name => vi.spyOn(console, name));
    for (const body of ['{{constructor}}', '{{#if constructor}}x{{/if}}', '{{log "x"}}', '{{nome}}']) outcome(body);
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });
});

describe('size and time have bounds', () => {
  test.for<[what: string, body: string, variables: Record<string, string>, found: { refused: string }]>([
    ['a body above 10 kB', 'a'.repeat(10_241), {}, { refused: 'template_too_long' }],
    ['emoji, counted in bytes', '🎉'.repeat(2_561), {}, { refused: 'template_too_long' }],
    ['a value above the limit', '{{a}}', { a: 'x'.repeat(65_537) }, { refused: 'message_too_long' }],
    ['one that is not even used', 'Oi', { a: 'x'.repeat(65_537) }, { refused: 'message_too_long' }],
    ['a value repeated', '{{a}}'.repeat(2_000), { a: 'x'.repeat(65_536) }, { refused: 'message_too_long' }],
    ['blocks in blocks', `${'{{#if a}}'.repeat(11)}${'{{/if}}'.repeat(11)}`, {}, { refused: 'template_syntax' }],
    ['600 blocks in blocks', `${'{{#if a}}'.repeat(600)}${'{{/if}}'.repeat(600)}`, {}, { refused: 'template_syntax' }],
    ['brackets in brackets', `{{moeda ${'(a '.repeat(3_000)}`, {}, { refused: 'template_syntax' }],
    ['openings without an end', '{{#if a}}'.repeat(1_100), {}, { refused: 'template_syntax' }],
    ['braces', '{'.repeat(10_240), {}, { refused: 'template_syntax' }],
    ['backslashes and braces', '\\\\{{'.repeat(2_500), {}, { refused: 'template_syntax' }],
    ['comments without an end', '{{!--'.repeat(2_000), {}, { refused: 'template_syntax' }],
    ['else after else', `{{#if a}}${'{{else if a}}'.repeat(700)}{{/if}}`, {}, { refused: 'template_syntax' }],
  ])('%s', ([, body, variables, found]) => {
    const startedAt = performance.now();
    expect(outcome(body, variables)).toEqual(found);
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
  });

  test('the largest body of variables is still rendered', () => {
    expect(outcome('{{a}}'.repeat(2_000), { a: '🎉' })).toEqual({ text: '🎉'.repeat(2_000) });
  });

  test('a thousand different bodies do not stay in memory', () => {
    for (let n = 0; n < 1_000; n += 1) expect(outcome(`${n} {{a}}`, { a: 'x' })).toEqual({ text: `${n} x` });
  });
});

test('whatever is put together from the pieces of the language is rendered or refused, never a crash', () => {
  const pieces = ['{{', '}}', '{{{', '}}}', '{{#if ', '{{/if}}', '{{else}}', '{{^', '{{#unless ', '{{/unless}}'].concat(
    ['{{nome}}', '{{moeda ', '{{data ', '{{data}}', '"1"', ' 12 ', 'nome', ' ', '\n', '\\', '~', '../', '@root', '.'],
    [
      '(',
      ')',
      '=',
      '[',
      ']',
      '|',
      ' as |x|}}',
      '{{#if nome',
      '{{#if nome}}',
      '{{!',
      '--}}',
      '{{>',
      '{{*',
      'constructor',
      '__proto__',
      '🎉',
      '&',
      '\0',
    ],
  );
  const body = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map(parts => parts.join(''));
  fc.assert(
    fc.property(body, text => {
      const found = outcome(text, { nome: 'Ana' });
      if ('text' in found) return !/function|\[object/.test(found.text);
      return ['template_syntax', 'missing_variables', 'invalid_variable'].includes(found.refused);
    }),
    { numRuns: 2_000 },
  );
});
