import { describe, expect, test } from 'vitest';
import { checkMessage, renderMessage } from '../../src/templates/message.ts';
import { starterTemplates } from '../../src/templates/starter-templates.ts';

const CONTEXT = { at: Temporal.Instant.from('2026-11-24T12:00:00Z'), timezone: 'America/Sao_Paulo' };
const starters = new Map(starterTemplates().map(({ name, body }) => [name, body]));

test('the starter templates are these', () => {
  expect([...starters.keys()]).toEqual(['aniversario', 'bomdia', 'cobranca', 'lembrete']);
});

test.for([...starters])('%s is a message that could be saved again', ([, body]) => {
  expect(() => checkMessage(body)).not.toThrow();
  expect(body).toBe(body.trim());
});

describe('they read well with what is known, and without', () => {
  test.for<[name: string, variables: Record<string, string>, words: string]>([
    ['bomdia', {}, 'Bom dia! ☀️ Hoje é terça-feira, 24/11/2026.'],
    ['aniversario', { nome: 'Ana Souza', primeiro_nome: 'Ana' }, 'Parabéns, Ana! '],
    ['aniversario', {}, 'Parabéns! '],
    ['cobranca', { nome: 'Ana', valor: '150' }, 'Olá, Ana! Passando para lembrar do pagamento de R$ 150,00. '],
    [
      'cobranca',
      { valor: '89,9', vencimento: '2026-12-05' },
      'Olá! Passando para lembrar do pagamento de R$ 89,90, que vence em 05/12/2026. ',
    ],
    ['lembrete', {}, 'Lembrete: '],
    ['lembrete', { assunto: 'consulta com a Dra. Rita' }, 'Lembrete: consulta com a Dra. Rita, '],
  ])('%s with %o begins “%s”', ([name, variables, words]) => {
    const text = renderMessage(starters.get(name)!, variables, CONTEXT);
    expect(text.slice(0, words.length)).toBe(words);
    expect(text).not.toMatch(/[{}]|undefined/);
  });
});
