import { describe, expect, test } from 'vitest';
import { findSlips, mended } from '../../src/templates/slips.ts';

const GIVEN = ['valor', 'cor', 'vencimento', 'nº'];
const mend = (body: string, known: readonly string[] = GIVEN) => mended(body, findSlips(body, known));

describe('what was meant as a variable', () => {
  test.for([
    ['Oi, {nome}!', 'Oi, {{nome}}!'],
    ['Oi, [nome]!', 'Oi, {{nome}}!'],
    ['Oi, <nome>!', 'Oi, {{nome}}!'],
    ['Oi, { nome }!', 'Oi, {{nome}}!'],
    ['Oi, [[nome]]!', 'Oi, {{nome}}!'],
    ['Oi, <<nome>>!', 'Oi, {{nome}}!'],
    ['Oi, {{nome}!', 'Oi, {{nome}}!'],
    ['Oi, {nome}}!', 'Oi, {{nome}}!'],
    ['Oi, {{ nome }!', 'Oi, {{nome}}!'],
    ['Oi, {{nome!', 'Oi, {{nome}}!'],
    ['Oi, nome}}!', 'Oi, {{nome}}!'],
    ['Oi, {NOME}!', 'Oi, {{nome}}!'],
    ['Oi, [Nome]!', 'Oi, {{nome}}!'],
    ['Oi, {{Nome}}!', 'Oi, {{nome}}!'],
    ['Oi, {nme}!', 'Oi, {{nome}}!'],
    ['Oi, {nomee}!', 'Oi, {{nome}}!'],
    ['Oi, {mome}!', 'Oi, {{nome}}!'],
    ['Oi, {noem}!', 'Oi, {{nome}}!'],
    ['Oi, {primeiro_nome}!', 'Oi, {{primeiro_nome}}!'],
    ['Oi, {primeiro nome}!', 'Oi, {{primeiro_nome}}!'],
    ['Oi, {{primeiro nome}}!', 'Oi, {{primeiro_nome}}!'],
    ['Oi, [Primeiro-Nome]!', 'Oi, {{primeiro_nome}}!'],
    ['[saudação], tudo bem?', '{{saudação}}, tudo bem?'],
    ['Hoje é <dia da semana>', 'Hoje é <dia da semana>'],
    ['Hoje é [dia_semana], [data]', 'Hoje é {{dia_semana}}, {{data}}'],
    ['São {valor}', 'São {{valor}}'],
    ['São {moeda valor}', 'São {{moeda valor}}'],
    ['Vence em [data vencimeto]', 'Vence em {{data vencimento}}'],
    ['{nome}, o valor é {{valor}} até [vencimento]', '{{nome}}, o valor é {{valor}} até {{vencimento}}'],
    ['[{nome}]', '[{{nome}}]'],
    ['[nome](https://loja.example)', '{{nome}}(https://loja.example)'],
  ] as const)('“%s” → “%s”', ([body, right]) => {
    expect(mend(body)).toBe(right);
  });

  test('is one of the variables that there are here', () => {
    expect(findSlips('Pedido {pedido}', [])).toEqual([]);
    expect(findSlips('Pedido {pedido}', ['pedido'])).toEqual([{ written: '{pedido}', meant: '{{pedido}}', start: 7 }]);
  });
});

describe('what is text, byte for byte', () => {
  test.for([
    'Oi, {{nome}}! {{ nome }} {{{nome}}} {{[nome]}}',
    '{{#if nome}}Oi, {{nome}}{{else}}Oi{{/if}}',
    '{{moeda valor}} até {{data vencimento}}, {{saudacao}} {{saudação}}',
    '[ATENÇÃO] só hoje',
    '[AVISO] [1] [x] [ ] []',
    'use o cupom {VIP10}',
    'amo vocês <3 <33 >.< </3',
    '{"nome": "Lia", "itens": [1, 2], "dados": {"valor": 3}}',
    '{nome: 1}',
    '["nome"]',
    'if (a < nome && nome > b)',
    'a {b} c',
    '<b>negrito</b>',
    '[nome completo] [seu nome] [nomes próprios]',
    '{nom3s}',
    String.raw`escreva \{{nome}} no texto`,
    String.raw`\{{nome`,
    '{{!-- {nome} --}} {{! [nome] }}',
    '{{valor}} {{pedido}} {{valores}}',
    '{}', // nothing
    '',
  ])('“%s”', body => {
    expect(mend(body)).toBe(body);
  });
});

test('a long body of brackets is read in no time', () => {
  for (const part of ['[', '{', '<', '{{', '[a', '{{a', 'a}}', '<{[']) {
    const begun = performance.now();
    findSlips(part.repeat(5_000), GIVEN);
    expect(performance.now() - begun).toBeLessThan(1_000);
  }
});
