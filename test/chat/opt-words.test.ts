import { expect, test } from 'vitest';
import { optWord } from '../../src/chat/opt-words.ts';

test.for([
  'SAIR',
  'sair.',
  '  Parar ',
  'PARE!',
  'Stop',
  'cancelar inscrição',
  'CANCELAR  INSCRICAO',
  'Descadastrar…',
  '🛑 parar',
])('“%s” stops', text => {
  expect(optWord(text)).toBe('out');
});

test.for(['VOLTAR', 'voltar!', 'Voltar 🙂'])('“%s” returns', text => {
  expect(optWord(text)).toBe('back');
});

test.for(['', 'quero sair do grupo', 'pode parar com isso?', 'cancelar', 'vou voltar amanhã', 'saída', 'stopover'])(
  '“%s” is neither',
  text => {
    expect(optWord(text)).toBeNull();
  },
);
