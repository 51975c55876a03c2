import { describe, expect, test } from 'vitest';
import { firstName } from '../../src/templates/first-name.ts';
import { renderMessage } from '../../src/templates/message.ts';

describe('the first name', () => {
  test.for([
    ['Ana Paula Souza', 'Ana'],
    ['  Ana  ', 'Ana'],
    ['CARLA MENDES', 'CARLA'],
    ['🌸 Lia 🌸', 'Lia'],
    ['Lia🌸', 'Lia'],
    ['❤️Lia❤️ Souza', 'Lia'],
    ['👩🏽‍⚕️ Lia', 'Lia'],
    ['🇧🇷 Lia', 'Lia'],
    ['~ Lia ~', 'Lia'],
    ['(Lia) da padaria', 'Lia'],
    ['*Lia*', 'Lia'],
    ['Lia, da padaria', 'Lia'],
    ['123 Pneus', 'Pneus'],
    ['- Jose\u0301 -', 'Jose\u0301'],
    ["D'Ávila Ramos", "D'Ávila"],
    ['Ana-Lia Ramos', 'Ana-Lia'],
    ['Maria2 Silva', 'Maria2'],
    ['J. Ramos', 'J.'],
    ['Dona da Padaria', 'Dona'],
    ['Sr. de Souza', 'Sr'],
    ['do Carmo Silva', 'Carmo'],
    ['Gal Ramos', 'Gal'],
    ['Seunome Ramos', 'Seunome'],
  ] as const)('of “%s” is “%s”', ([name, first]) => {
    expect(firstName(name)).toBe(first);
  });

  test.for([
    'Dr. Rui Ramos',
    'Dr Rui',
    'DRA. Rui',
    'Dr.Rui Ramos',
    'Dr(a). Rui',
    'Sr. Rui',
    'Sra Rui',
    'Srta. Rui',
    'Seu Rui',
    'dona Rui',
    'D. Rui',
    'Prof. Rui',
    'Profª Rui',
    'Prof.ª Rui',
    'Profa. Dra. Rui',
    'Pe. Rui',
    'Padre Rui',
    'Ver. Rui',
    'Irmã Rui',
    'Pr. Rui',
    'Eng. Rui',
    'Engª. Rui',
    '🩺 Dra. Rui 🩺',
  ])('passes over the title in “%s”', name => {
    expect(firstName(name)).toBe('Rui');
  });

  test.for([
    ['Dona', 'Dona'],
    ['Dra. 🌸', 'Dra'],
    ['🌸🌸', '🌸🌸'],
    ['123', '123'],
    ['', ''],
  ] as const)('of “%s”, where nothing else is left, is “%s”', ([name, first]) => {
    expect(firstName(name)).toBe(first);
  });

  test('is what a message says, for a name that is given too', () => {
    const when = { at: Temporal.Instant.from('2026-11-24T13:00:00Z'), timezone: 'America/Sao_Paulo' };
    expect(renderMessage('Oi, {{primeiro_nome quem}}!', { quem: 'dra. lia ramos' }, when)).toBe('Oi, lia!');
  });
});
