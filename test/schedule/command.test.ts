import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/schedule/reading.ts';
import { command } from './helpers/read.ts';

const TOMORROW = { kind: 'once', at: '2026-06-10T09:00', problems: [] };

describe('to whom', () => {
  test.for<[string, Partial<Reading>]>([
    ['grupo padaria modelo aviso', { groups: ['padaria'] }],
    ['o grupo Padaria do Zé modelo aviso', { groups: ['Padaria do Zé'] }],
    ['pro grupo padaria o modelo aviso', { groups: ['padaria'] }],
    ['p/ grupo padaria modelo aviso', { groups: ['padaria'] }],
    ['gurpo padaria modelo aviso', { groups: ['padaria'] }],
    ['GRUPO PADARIA MODELO AVISO', { groups: ['PADARIA'], template: 'AVISO' }],
    ['grupo: padaria, modelo: aviso', { groups: ['padaria'] }],
    ['grupos padaria e mercado modelo aviso', { groups: ['padaria', 'mercado'] }],
    ['grupos padaria, mercado e turma 3 modelo aviso', { groups: ['padaria', 'mercado', 'turma 3'] }],
    ['grupos "pão e leite" e mercado modelo aviso', { groups: ['pão e leite', 'mercado'] }],
    ['grupo sal e pimenta modelo aviso', { groups: ['sal e pimenta'] }],
    ['grupo turma da noite modelo aviso', { groups: ['turma da noite'] }],
    ['grupo padaria e contato Rui modelo aviso', { groups: ['padaria'], contacts: ['Rui'] }],
    ['lista clientes modelo aviso', { groups: ['clientes'] }],
    ['para a lista clientes vip o modelo aviso', { groups: ['clientes vip'] }],
    ['listas clientes e amigos modelo aviso', { groups: ['clientes', 'amigos'] }],
    ['grupo padaria lista clientes modelo aviso', { groups: ['padaria', 'clientes'] }],
    ['grupo padaria, lista clientes modelo aviso', { groups: ['padaria', 'clientes'] }],
    ['grupo lista vip modelo aviso', { groups: ['lista vip'] }],
    ['contato Rui modelo aviso', { contacts: ['Rui'] }],
    ['contatos Rui, Eva e Noé modelo aviso', { contacts: ['Rui', 'Eva', 'Noé'] }],
    ['contato “Sra. Sexta-Feira” modelo aviso', { contacts: ['Sra. Sexta-Feira'] }],
    ['contato Domingos Alves modelo aviso', { contacts: ['Domingos Alves'] }],
    ['contato Dom João modelo aviso', { contacts: ['Dom João'] }],
    ['aniversariantes modelo aviso', { groups: ['aniversariantes'] }],
    ['aqui modelo aviso', { here: true }],
    ['neste grupo modelo aviso', { here: true }],
    ['número 21 98888-7777 modelo aviso', { numbers: ['+5521988887777'] }],
    [
      'numeros (21) 98888-7777, (21) 97777-6666 e 2133334444 modelo aviso',
      { numbers: ['+5521988887777', '+5521977776666', '+552133334444'] },
    ],
    ['contato 21 98888-7777 modelo aviso', { numbers: ['+5521988887777'] }],
    ['+55 (21) 98888-7777 modelo aviso', { numbers: ['+5521988887777'] }],
    ['número +351 912 345 678 modelo aviso', { numbers: ['+351912345678'] }],
  ])('%s', ([text, expected]) => {
    const template = 'aviso';
    expect(command(`/agendar amanhã 9h ${text}`)).toMatchObject({
      ...TOMORROW,
      template,
      groups: [],
      contacts: [],
      numbers: [],
      ...expected,
    });
  });

  test.for([
    ['número 98888-7777', 'missing_ddd', 'ask'],
    ['número 20 98888-7777', 'invalid_number', 'error'],
    ['número 123', 'invalid_number', 'error'],
    ['grupo', 'missing_recipient', 'ask'],
    ['', 'missing_recipient', 'ask'],
  ] as const)('%s is %s', ([text, reason, kind]) => {
    expect(command(`/agendar amanhã 9h ${text} modelo aviso`)).toMatchObject({ kind, reason, numbers: [], groups: [] });
  });

  test('a name that is forgotten is not taken from the schedule', () => {
    expect(command('/agendar grupo amanhã 9h modelo aviso')).toMatchObject({
      kind: 'ask',
      reason: 'missing_recipient',
      groups: [],
    });
  });
});

test.for([
  ['*amanhã 9h grupo padaria mensagem Oi, gente!*', 'Oi, gente!'],
  ['_amanhã 9h grupo padaria mensagem Oi *vocês*_', 'Oi *vocês*'],
  ['*amanhã* 9h grupo padaria mensagem *Oi*', '*Oi*'],
])('marks around all of the words are no part of the message: %s', ([text, message]) => {
  expect(command(text!)).toMatchObject({ ...TOMORROW, groups: ['padaria'], text: message });
});

describe('what', () => {
  test.for<[string, Partial<Reading>]>([
    ['mensagem Amanhã às 7h tem reunião, grupo!', { text: 'Amanhã às 7h tem reunião, grupo!' }],
    ['msg: pão quente 🥖\nvenham!', { text: 'pão quente 🥖\nvenham!' }],
    [': toda sexta tem feira', { text: 'toda sexta tem feira' }],
    ['texto "Bom dia"', { text: 'Bom dia' }],
    ['“Bom dia”', { text: 'Bom dia' }],
    ["'Bom dia'", { text: 'Bom dia' }],
    ['mensagem copo d\'água "grátis" hoje', { text: 'copo d\'água "grátis" hoje' }],
    ['modelo promo_junho', { template: 'promo_junho' }],
    ['modelo promo-2', { template: 'promo-2' }],
    ['modelo boleto nome=Rui valor="R$ 10,50"', { template: 'boleto', vars: { nome: 'Rui', valor: 'R$ 10,50' } }],
    ['modelo boleto valor=R$ 10,50, vence=10/07', { template: 'boleto', vars: { valor: 'R$ 10,50', vence: '10/07' } }],
  ])('%s', ([text, expected]) => {
    expect(command(`/agendar amanhã 9h grupo padaria ${text}`)).toMatchObject({
      ...TOMORROW,
      groups: ['padaria'],
      template: null,
      text: null,
      vars: {},
      ...expected,
    });
  });

  test('a quoted message or media stands in for content', () => {
    expect(command('/agendar amanhã 9h grupo padaria', { quotedText: 'Oi!' })).toMatchObject({
      ...TOMORROW,
      text: 'Oi!',
    });
    expect(command('/agendar amanhã 9h grupo padaria', { hasMedia: true })).toMatchObject({ ...TOMORROW, text: null });
    expect(command('/agendar amanhã 9h grupo padaria modelo aviso', { quotedText: 'Oi!' })).toMatchObject({
      template: 'aviso',
      text: null,
    });
  });

  test.for([
    ['modelo aviso mensagem oi', 'two_contents'],
    ['modelo aviso "oi"', 'two_contents'],
    ['modelo', 'missing_content'],
    ['mensagem', 'missing_content'],
    ['', 'missing_content'],
    ['modelo aviso nome=Rui Barbosa', 'unread_words'],
    ['msg "oi" tudo bem', 'unread_words'],
  ] as const)('%s is %s', ([text, reason]) => {
    expect(command(`/agendar amanhã 9h grupo padaria ${text}`).problems.map(problem => problem.code)).toContain(reason);
  });
});

describe('in any order', () => {
  const parts = ['amanhã 9h', 'grupo padaria', 'modelo aviso'];
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  test.for(orders.map(order => order.map(index => parts[index]!).join(' ')))('%s', text => {
    expect(command(`/agendar ${text}`)).toMatchObject({ ...TOMORROW, groups: ['padaria'], template: 'aviso' });
  });

  test.for([
    'amanhã grupo padaria 9h modelo aviso',
    '"oi" amanhã 9h grupo padaria',
    'grupo padaria às 9h, amanhã: oi',
    '!agendar amanhã 9h grupo padaria modelo aviso',
    'AGENDAR amanhã 9h grupo padaria modelo aviso',
    'amanhã 9h\ngrupo padaria\nmodelo aviso',
    '⏰ amanhã 9h ✨ grupo padaria 🥖 modelo aviso',
    'amanhã às 9h. Grupo padaria. Modelo aviso.',
    'por favor, agende para amanhã às 9h para o grupo padaria com o modelo aviso',
  ])('%s', text => {
    expect(command(text)).toMatchObject({ ...TOMORROW });
  });
});
