import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import {
  checkMessage,
  exampleValues,
  messageVariables,
  missingVariables,
  renderMessage,
  unusedNames,
} from '../../src/templates/message.ts';

/** Tuesday, 9 in the morning in São Paulo. */
const CONTEXT = { at: Temporal.Instant.from('2026-11-24T12:00:00Z'), timezone: 'America/Sao_Paulo' };

/** The code and details of the refusal; fails where there is none. */
function refusal(act: () => unknown): { code: string; details: Readonly<Record<string, unknown>> } {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return { code: error.code, details: error.details };
    throw error;
  }
  throw new Error('was not refused');
}

describe('what a message says', () => {
  test.for<[body: string, variables: Record<string, string>, text: string]>([
    ['Oi, {{nome}}!', { nome: 'Ana' }, 'Oi, Ana!'],
    ['{{nome}}', { nome: '<b>Tom & Jerry</b> "x"' }, '<b>Tom & Jerry</b> "x"'],
    ['{{preço}} 🎉 {{data-fim}}', { preço: '10', 'data-fim': 'já' }, '10 🎉 já'],
    ['{{nome}}', { nome: '{{saudacao}}' }, '{{saudacao}}'],
    ['{{saudacao}}, {{primeiro_nome nome}}', { nome: '  Ana Paula Souza ' }, 'Bom dia, Ana'],
    ['{{data}} {{hora}} {{dia_semana}}', {}, '24/11/2026 09:00 terça-feira'],
    ['{{data "2026-12-25"}} é {{dia_semana quando}}', { quando: '25/12/2026' }, '25/12/2026 é sexta-feira'],
    ['{{moeda valor}}', { valor: '1234,5' }, 'R$ 1.234,50'],
    ['{{moeda 89.9}} {{moeda "R$ 1.500"}}', {}, 'R$ 89,90 R$ 1.500,00'],
    ['faltam {{dias_ate "24/12/2026"}} dias', {}, 'faltam 30 dias'],
    ['{{saudação}}: {{dias_até "25/11/2026"}}', {}, 'Bom dia: 1'],
    ['{{dias_ate dia}}', { dia: '23/11/2026' }, '-1'],
    ['{{#if cidade}}de {{cidade}}{{else}}do Brasil{{/if}}', {}, 'do Brasil'],
    ['{{#if cidade}}de {{cidade}}{{else}}do Brasil{{/if}}', { cidade: 'Recife' }, 'de Recife'],
    ['{{#if a}}{{a}}{{else if b}}{{b}}{{/if}}', { b: 'dois' }, 'dois'],
    ['{{#unless pago}}Falta pagar.{{/unless}}', {}, 'Falta pagar.'],
    ['{{{nome}}} {{[nome]}}', { nome: 'Ana' }, 'Ana Ana'],
    ['{{!-- só para mim --}}Oi', {}, 'Oi'],
    ['assim: \\{{nome}}', {}, 'assim: {{nome}}'],
  ])('%s with %o → %s', ([body, variables, text]) => {
    expect(renderMessage(body, variables, CONTEXT)).toBe(text);
  });

  test('what was given as data=… or hora=… is told instead of the clock', () => {
    expect(renderMessage('{{data}} às {{hora}}', { data: '30/11', hora: '14h' }, CONTEXT)).toBe('30/11 às 14h');
  });

  test('the clock is told where data was only asked about', () => {
    expect(renderMessage('{{#unless data}}{{data}}{{/unless}}', {}, CONTEXT)).toBe('24/11/2026');
  });

  test.for([
    ['2026-11-24T07:59:59Z', 'Boa noite'],
    ['2026-11-24T08:00:00Z', 'Bom dia'],
    ['2026-11-24T14:59:59Z', 'Bom dia'],
    ['2026-11-24T15:00:00Z', 'Boa tarde'],
    ['2026-11-24T21:00:00Z', 'Boa noite'],
  ] as const)('at %s people in São Paulo say %s', ([at, greeting]) => {
    expect(renderMessage('{{saudacao}}', {}, { ...CONTEXT, at: Temporal.Instant.from(at) })).toBe(greeting);
  });

  test('dates are those of the zone, not of UTC', () => {
    const at = Temporal.Instant.from('2026-11-25T01:30:00Z');
    expect(renderMessage('{{data}} {{hora}}', {}, { at, timezone: 'America/Sao_Paulo' })).toBe('24/11/2026 22:30');
    expect(renderMessage('{{data}} {{hora}}', {}, { at, timezone: 'Asia/Tokyo' })).toBe('25/11/2026 10:30');
  });
});

describe('variables', () => {
  test.for<[body: string, all: string[], missing: string[]]>([
    ['Oi', [], []],
    ['{{saudacao}} {{data}} {{hora}} {{dia_semana}}', [], []],
    ['{{b}} {{a}} {{b}}', ['b', 'a'], ['b', 'a']],
    ['{{moeda valor}} {{primeiro_nome nome}}', ['valor', 'nome'], ['valor', 'nome']],
    ['{{#if a}}{{a}}{{/if}}', ['a'], []],
    ['{{#if a}}{{a}}{{/if}} {{a}}', ['a'], ['a']],
    ['{{#if a}}x{{else}}{{a}}{{/if}}', ['a'], ['a']],
    ['{{#unless a}}x{{else}}{{a}}{{/unless}}', ['a'], []],
    ['{{#if a}}{{b}}{{/if}}', ['a', 'b'], ['b']],
    ['{{#if a}}{{#if b}}{{a}}{{b}}{{/if}}{{/if}}', ['a', 'b'], []],
  ])('%s uses %o and cannot do without %o', ([body, all, missing]) => {
    expect(messageVariables(body)).toEqual(all);
    expect(missingVariables(body, {})).toEqual(missing);
  });

  test('all missing ones are named at once', () => {
    const { code, details } = refusal(() => renderMessage('{{a}} {{b}} {{c}}', { b: '1' }, CONTEXT));
    expect({ code, details }).toEqual({ code: 'missing_variables', details: { names: ['a', 'c'] } });
  });

  test('an empty value is a value', () => {
    expect(renderMessage('Oi{{nome}}', { nome: '' }, CONTEXT)).toBe('Oi');
  });

  test.for([
    ['{{moeda valor}}', 'cem', 'moeda'],
    ['{{moeda valor}}', '1,234', 'moeda'],
    ['{{moeda valor}}', '', 'moeda'],
    ['{{data valor}}', '31/02/2026', 'data'],
    ['{{dia_semana valor}}', 'amanhã', 'dia_semana'],
    ['{{dias_ate valor}}', '2026-13-01', 'dias_ate'],
  ] as const)('%s refuses “%s”', ([body, value, helper]) => {
    const { code, details } = refusal(() => renderMessage(body, { valor: value }, CONTEXT));
    expect({ code, details }).toEqual({ code: 'invalid_variable', details: { helper, value } });
  });
});

describe('a faulty body is refused with what is wrong, and where', () => {
  test.for<[body: string, details: Record<string, unknown>]>([
    ['Oi, {{nome', { problem: 'syntax', line: 1 }],
    ['Oi\n{{#if a}}\nfim', { problem: 'syntax', line: 3 }],
    ['{{#if a}}x{{/unless}}', { problem: 'syntax' }],
    ['{{ }}', { problem: 'syntax', line: 1 }],
    ['um\n{{maiusculas nome}}', { problem: 'unknown_helper', words: 'maiusculas', line: 2 }],
    ['{{moeda a b}}', { problem: 'not_allowed', words: 'moeda', line: 1 }],
    ['{{saudacao nome}}', { problem: 'not_allowed', words: 'saudacao' }],
    ['{{#if (moeda a)}}x{{/if}}', { problem: 'not_allowed', words: '(…)' }],
    ['{{R$}}', { problem: 'not_allowed', words: 'R$' }],
    ['Oi\n e {{> parte}} {{fim}}', { problem: 'not_allowed', words: '{{> parte}}', line: 2 }],
  ])('%j', ([body, details]) => {
    const found = refusal(() => checkMessage(body));
    expect(found.code).toBe('template_syntax');
    expect(found.details).toMatchObject(details);
  });

  test('its variables are none', () => {
    expect(messageVariables('Oi, {{nome')).toEqual([]);
  });
});

describe('a value that the body has no place for', () => {
  test.for<[body: string, given: string[], unused: string[]]>([
    ['Oi, {{nome}}!', ['nome', 'cor'], ['cor']],
    ['Oi!', ['cor', 'valor'], ['cor', 'valor']],
    ['{{#if cor}}colorido{{/if}}', ['cor'], []],
    ['{{moeda valor}} {{valores}}', ['valor', 'Valor'], ['Valor']],
    ['{{data}} {{hora}} {{saudação}}', ['data', 'hora', 'saudação'], []],
    ['{{data vencimento}}', ['data', 'vencimento'], ['data']],
    ['Oi, [cor]!', ['cor'], ['cor']],
  ])('%s with %j: %j', ([body, given, unused]) => {
    expect(unusedNames(body, given)).toEqual(unused);
  });

  test('what is given for a greeting is told instead of the clock, with the accent too', () => {
    expect(renderMessage('{{saudação}}', { saudação: 'Olá' }, CONTEXT)).toBe('Olá');
  });
});

describe('a body is shown before its values are known', () => {
  test.for([
    ['Faltam {{moeda valor}}, {{assunto}}', 'Faltam R$ 100,00, (assunto)'],
    ['Vence em {{data dia}}, {{dia_semana dia}}', 'Vence em 24/11/2026, terça-feira'],
    ['{{#if desconto}}Com {{desconto}}{{else}}Sem desconto{{/if}}', 'Sem desconto'],
    ['Oi, {{primeiro_nome quem}}', 'Oi, Fulano'],
  ] as const)('%s → %s', ([body, text]) => {
    expect(renderMessage(body, exampleValues(body, CONTEXT), CONTEXT)).toBe(text);
  });
});
