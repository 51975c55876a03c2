import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../src/schedule/parse-message.ts';
import { PLACEHOLDERS } from '../../src/schedule/placeholders.ts';
import { command, NOW } from './helpers/read.ts';

const FILL = 'grupo loja modelo aviso';
const lineFor = (text: string) => command(`/agendar ${text}`).suggestion;

/** Tuesday 9 June 2026, 14:00. */
describe('a line that means what was written', () => {
  test.for([
    ['amanhã 11', 'amanhã às 11h'],
    ['toda quintona 9h', 'toda quinta 9h'],
    ['dia 10 de novenbrro 9h', 'dia 10 de novembro 9h'],
    ['todo dia 9h exeto domingo', 'todo dia 9h exceto domingo'],
    ['toda primera segunda do mês 9h', 'toda primeira segunda do mês 9h'],
    ['daqui a exatamente 40 minutos', 'daqui a 40 minutos'],
    ['amanhã 9h, urgente,', 'amanhã 9h,'],
    ['todo dia às 7 às 11 às 19', 'todo dia às 7, às 11, às 19'],
    ['25 december 7h', '25/12/2026 7h'],
    ['Aug 13 at 9am', '13/08/2026 9am'],
  ] as const)('%s → %s', ([words, mended]) => {
    const line = `/agendar ${mended} ${FILL}`;
    expect(lineFor(`${words} ${FILL}`)).toBe(line);
    expect(command(line).problems).toEqual([]);
  });

  test.for([
    ['amanhã 9h contacto Rui mensagem oi', 'amanhã 9h contato Rui mensagem oi'],
    ['amanhã 9h grupo loja mensgem Oi, tudo?', 'amanhã 9h grupo loja mensagem Oi, tudo?'],
    ['amanhã 9h grupo Turma das 25h modelo aviso', 'amanhã 9h grupo "Turma das 25h" modelo aviso'],
    ['amanhã 9h grupo Quinta 19h modelo aviso', 'amanhã 9h grupo "Quinta 19h" modelo aviso'],
    ['contato Rui amanhã 9h levar o crachá', 'contato Rui amanhã 9h mensagem levar o crachá'],
    ['contato Rui amanhã 9h não esqueça o crachá', 'contato Rui amanhã 9h mensagem não esqueça o crachá'],
  ] as const)('%s → %s', ([words, line]) => {
    expect(lineFor(words)).toBe(`/agendar ${line}`);
    expect(command(line).problems).toEqual([]);
  });

  test('the zone and the options that were said stay in it', () => {
    const line = lineFor(`toda quintona 9h horário de Manaus marcando todos ${FILL}`);
    expect(command(line!)).toMatchObject({ timezone: 'America/Manaus', options: { mention_all: true } });
  });
});

describe('what only the writer knows is a place to fill in, and nothing is sent before it is filled in', () => {
  test.for([
    [`sexta ${FILL}`, `sexta às HORA ${FILL}`],
    [`amanhã de manhã ${FILL} marcando todos`, `amanhã de manhã às HORA ${FILL} marcando todos`],
    [`amanhã 9h70 ${FILL}`, `amanhã às HORA ${FILL}`],
    [`hoje 9h ${FILL}`, `DD/MM 9h ${FILL}`],
    [`31/04 9h ${FILL}`, `DD/MM 9h ${FILL}`],
    [FILL, `DD/MM às HORA ${FILL}`],
    ['toda sexta 17h mensagem Bom descanso', 'toda sexta 17h grupo NOME mensagem Bom descanso'],
    ['amanhã 9h para o Zeca mensagem oi', 'amanhã 9h grupo NOME mensagem oi'],
    ['amanhã 9h contato João Sá', 'amanhã 9h contato João Sá mensagem TEXTO'],
    ['amanhã 9h número 98888-7777 modelo aviso nome=Rui', 'amanhã 9h número DDD 98888-7777 modelo aviso nome=Rui'],
    ['amanhã 9h número 20 98888-7777 mensagem oi', 'amanhã 9h número TELEFONE mensagem oi'],
    ['amanhã 9h mensagem passem no grupo da igreja', 'amanhã 9h grupo NOME mensagem passem no grupo da igreja'],
    ['', 'DD/MM às HORA grupo NOME mensagem TEXTO'],
  ] as const)('%s → %s', ([words, line]) => {
    expect(lineFor(words)).toBe(`/agendar ${line}`);
    expect(command(line).kind).not.toMatch(/once|recurring/);
    // Copied as it is, it is not offered once more.
    expect(lineFor(line)).toBeNull();
  });

  test.for(Object.values(PLACEHOLDERS))('%s is in no schedule', place => {
    for (const line of [
      // "HORA 9h" has been filled in.
      ...(place === PLACEHOLDERS.time ? [] : [`${place} 9h ${FILL}`]),
      `amanhã às ${place} ${FILL}`,
      `amanhã 9h número ${place} 98888-7777 modelo aviso`,
    ])
      expect(command(line).problems).not.toEqual([]);
    expect(command(`amanhã 9h grupo NOME modelo aviso`).reason).toBe('missing_recipient');
    expect(command(`amanhã 9h grupos loja e "NOME" modelo aviso`).reason).toBe('missing_recipient');
    expect(command(`amanhã 9h grupo loja mensagem TEXTO`).reason).toBe('missing_content');
    expect(command(`amanhã 9h grupo loja modelo NOME`).reason).toBe('missing_content');
  });
});

describe('no line where none would mean the same', () => {
  test.for([
    'todo dia 9h (domingo não, viu)',
    'todo dia 10h mas nunca aos domingos',
    'toda quarta 9h inclusive feriado santo',
    'toda quarta 9h nem que chova',
    'amanhã 9h se não chover',
    'amanhã 9h ou 10h',
    'sexta 18h antes da chuva',
    'amanhã 9h blablá',
    'blablá',
    'no inverno 9h',
    'dias ímpares 16h',
    'quando cair o salário 8h',
    'next friday 9h',
    'toda bendita quarta 9h',
    'todo dia 32 9h',
    'sexta 31/04 9h',
    'quinta 12/06 9h',
    'mensalmente 9h',
    'x'.repeat(500),
  ])('%s', words => {
    expect(command(`/agendar ${words} ${FILL}`)).toMatchObject({ suggestion: null, lines: null });
  });

  test.for([
    'contato Rui amanhã 9h não no feriado',
    'contato Rui amanhã 9h exceto se chover muito',
    'amanhã 9h pra turma da manhã mensagem oi',
    'amanhã 9h grupo loja e contato Rui modelo aviso e modelo oferta',
  ])('%s', words => {
    expect(command(`/agendar ${words}`)).toMatchObject({ suggestion: null, lines: null });
  });

  test('none beside a command without a fault', () => {
    expect(command(`/agendar amanhã 9h ${FILL}`)).toMatchObject({ suggestion: null, lines: null, said: null });
  });
});

describe('several lines where one does not do', () => {
  test.for([
    ['quinta 9h e sexta 10h', ['quinta 9h', 'sexta 10h']],
    ['toda quinta às 8h e toda sexta às 10h', ['toda quinta às 8h', 'toda sexta às 10h']],
    ['toda quinta às 8h e sábado às 10h', ['toda quinta às 8h', 'todo sábado às 10h']],
    ['todo dia 5 às 9h e dia 20 às 14h', ['todo dia 5 às 9h', 'todo dia 20 às 14h']],
    ['9h na quinta e 10h na sexta', ['9h na quinta', '10h na sexta']],
    ['quinta 9h, sexta 10h e sábado 11h', ['quinta 9h', 'sexta 10h', 'sábado 11h']],
  ] as const)('%s: a line for each schedule', ([words, parts]) => {
    const { lines, reason } = command(`/agendar ${words} ${FILL}`);
    expect(lines).toEqual({ take: 'each', texts: parts.map(part => `/agendar ${part} ${FILL}`) });
    expect(reason).toBe('two_schedules');
    for (const line of lines!.texts) expect(command(line).problems).toEqual([]);
  });

  test('limits at the end belong to each', () => {
    expect(command(`/agendar ${FILL} toda quinta 8h e sexta 10h sem feriados`).lines?.texts).toEqual([
      `/agendar ${FILL} toda quinta 8h sem feriados`,
      `/agendar ${FILL} toda sexta 10h sem feriados`,
    ]);
  });

  test('a limit between them is nobody’s', () => {
    expect(command(`/agendar toda quinta 8h até 20/08 e sexta 10h ${FILL}`).lines).toBeNull();
  });

  test.for([
    ['quinta que vem 9h', ['11/06/2026 9h', '18/06/2026 9h']],
    ['amanhã às 8 e 20', ['amanhã 8h20', 'amanhã 8h e 20h']],
    ['amanhã 15h da manhã', ['amanhã às 15h', 'amanhã às 3h da manhã']],
  ] as const)('%s: a line for each reading', ([words, readings]) => {
    const { lines } = command(`/agendar ${words} ${FILL}`);
    expect(lines).toEqual({ take: 'one', texts: readings.map(reading => `/agendar ${reading} ${FILL}`) });
  });

  test('a text that may have taken in the recipient', () => {
    expect(command('/agendar hoje 15h mensagem Ensaio geral contato Rui').lines).toEqual({
      take: 'one',
      texts: [
        '/agendar hoje 15h mensagem "Ensaio geral" contato Rui',
        '/agendar hoje 15h grupo NOME mensagem Ensaio geral contato Rui',
      ],
    });
  });
});

describe('what is said of a fault', () => {
  test('an hour that its part of the day contradicts says what it could be', () => {
    expect(command(`amanhã 13h da manhã ${FILL}`).problems[0]).toMatchObject({ options: ['13h', '1h da manhã'] });
    expect(command(`amanhã 9h da manhã à noite ${FILL}`).problems[0]).toMatchObject({ options: ['9h', '9h da noite'] });
    expect(command(`amanhã 3h da noite ${FILL}`).problems[0]).toMatchObject({ options: ['3h', '15h'] });
    expect(command(`amanhã 30h ${FILL}`).problems[0]?.options).toBeUndefined();
  });

  test.for([
    ['daqui a pouco', ['daqui a pouco']],
    ['do início ao fim 9h', ['início ao fim']],
    ['começo 9h fim', ['começo', 'fim']],
  ] as const)('%s: unread neighbours are one phrase', ([words, phrases]) => {
    const unread = command(`${words} ${FILL}`).problems.filter(({ code }) => code === 'unread_words');
    expect(unread.map(problem => problem.words)).toEqual(phrases);
  });

  test('a word before a weekday is not taken for one', () => {
    expect(command(`toda bendita quarta 9h ${FILL}`).problems.map(({ suggestion }) => suggestion)).toEqual([undefined]);
  });

  test('words that may be the end of a name say so', () => {
    const [problem] = command('/agendar amanhã 9h grupo Quinta 19h modelo aviso').problems;
    expect(problem?.longName).toEqual({ type: 'group', name: 'Quinta 19h' });
  });

  test('what was read is told in her words, with a gap where it was not', () => {
    expect(command(`toda quarta 9h mas nunca em julho ${FILL}`).said).toBe('toda quarta 9h … em julho');
    expect(command(`amanhã 24:30 ${FILL}`).said).toBe('amanhã');
  });
});

test('/enviar has no when, and lines of its own', () => {
  const line = (words: string) => parseMessage(words, NOW).reading.suggestion;
  expect(line('grupo loja')).toBe('/enviar grupo loja mensagem TEXTO');
  expect(line('mensagem oi')).toBe('/enviar grupo NOME mensagem oi');
  expect(line('grupo loja mensagem oi')).toBeNull();
});
