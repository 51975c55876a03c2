import { describe, expect, test } from 'vitest';
import { unformatted, unwrapped } from '../../src/schedule/formatting.ts';
import { command, meaning } from './helpers/read.ts';

describe('marks around a whole command', () => {
  test.for([
    ['*/ver 3*', '/ver 3'],
    ['~_*/ver 3*_~', '/ver 3'],
    ['```\n/ver 3\n```', '/ver 3'],
    ['`ver 3`', 'ver 3'],
    ['*/ver* 3', '/ver* 3'],
    ['*/enviar grupo x mensagem *Oi* gente*', '/enviar grupo x mensagem *Oi* gente'],
    ['*/enviar grupo x mensagem *Oi*', '/enviar grupo x mensagem *Oi*'],
    ['*/enviar* grupo x mensagem *Oi*', '/enviar* grupo x mensagem *Oi*'],
    ['*/5 9-17 * * 1-5 grupo x', '*/5 9-17 * * 1-5 grupo x'],
    ['/ver 3', '/ver 3'],
    ['', ''],
  ] as const)('%s → %s', ([text, bare]) => {
    expect(unwrapped(text)).toBe(bare);
  });
});

describe('marks around words leave blanks, so that every place stays', () => {
  test.for([
    ['*amanhã* 9h', ' amanhã  9h'],
    ['_*amanhã*_, 9h', '  amanhã  , 9h'],
    ['grupo *vendas loja* modelo ~x~', 'grupo  vendas loja  modelo  x '],
    ['0 9 * * *', '0 9 * * *'],
    ['*/15 9-17 * * 1-5', '*/15 9-17 * * 1-5'],
    ['nome=*Ana* x', 'nome=*Ana* x'],
    ['modelo via_sacra_dois', 'modelo via_sacra_dois'],
    ['2 * 3', '2 * 3'],
  ] as const)('%s', ([text, plain]) => {
    expect(unformatted(text)).toBe(plain);
  });
});

/** Tuesday 9 June 2026, 14:00. */
describe('a command with marks is the command without them', () => {
  const bare = meaning(command('/agendar amanhã 9h grupo loja mensagem Oi *gente*, ~é~ _hoje_'));
  test.for([
    '*/agendar amanhã 9h grupo loja mensagem Oi *gente*, ~é~ _hoje_*',
    '```\n/agendar amanhã 9h grupo loja mensagem Oi *gente*, ~é~ _hoje_\n```',
    '*/agendar* amanhã 9h grupo loja mensagem Oi *gente*, ~é~ _hoje_',
    '/agendar *amanhã* às *9h* grupo *loja* mensagem Oi *gente*, ~é~ _hoje_',
    '*amanhã* 9h grupo loja mensagem Oi *gente*, ~é~ _hoje_',
    '/agendar _amanhã 9h_ grupo loja "Oi *gente*, ~é~ _hoje_"',
  ])('%s', text => {
    expect(meaning(command(text))).toEqual(bare);
  });

  test('the value of a variable keeps its marks', () => {
    expect(command('/agendar amanhã 9h grupo loja modelo aviso valor="*10*" cor=_azul_').vars).toEqual({
      valor: '*10*',
      cor: '_azul_',
    });
  });

  test('a line to copy has none but those of the message', () => {
    expect(command('/agendar *amanhã* grupo *loja* mensagem Oi *gente*').suggestion).toBe(
      '/agendar amanhã às HORA grupo loja mensagem Oi *gente*',
    );
  });
});
