import { expect, test } from 'vitest';
import { readValues } from '../../commands/shared/read-values.ts';

const TWO = ['valor', 'vencimento'];

test.for<[answer: string, wanted: string[], values: Record<string, string>]>([
  ['150', ['valor'], { valor: '150' }],
  ['R$ 150,00', ['valor'], { valor: 'R$ 150,00' }],
  ['"150"', ['valor'], { valor: '150' }],
  ['valor=150', ['valor'], { valor: '150' }],
  ['Valor: 150', ['valor'], { valor: '150' }],
  ['dia 10: até as 18h', ['prazo'], { prazo: 'dia 10: até as 18h' }],
  ['"valor=150"', ['texto'], { texto: 'valor=150' }],
  ['https://loja.example/?p=1', ['link'], { link: 'https://loja.example/?p=1' }],
  ['valor=150 vencimento=10/12', TWO, { valor: '150', vencimento: '10/12' }],
  ['vencimento="dia 10, à tarde", valor=R$ 150', TWO, { valor: 'R$ 150', vencimento: 'dia 10, à tarde' }],
  ['VENCIMENTO=dia 10 de dezembro\nvalor=150;', TWO, { valor: '150', vencimento: 'dia 10 de dezembro' }],
  ['“valor=1” vencimento=10', TWO, {}],
  ['valor=150', TWO, { valor: '150' }],
  ['descricao=Bolo', ['descrição'], { descrição: 'Bolo' }],
])('“%s” for %j', ([answer, wanted, values]) => {
  expect(readValues(answer, wanted)).toEqual(values);
});

test.for<[answer: string, wanted: string[]]>([
  ['150', TWO],
  ['150 dia 10', TWO],
  ['são valor=150', ['valor']],
  ['vlaor=150', ['valor']],
  ['valor=150 prazo=3', TWO],
  ['valor=', ['valor']],
  ['valor=""', ['valor']],
  ['', ['valor']],
])('“%s” is none for %j', ([answer, wanted]) => {
  expect(readValues(answer, wanted)).toEqual({});
});
