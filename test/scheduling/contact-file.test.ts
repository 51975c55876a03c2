import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBirthDate } from '../../src/scheduling/birth-date.ts';
import { formatCsv, parseCsv } from '../../src/scheduling/contact-file/csv.ts';
import { contactsOfCsv } from '../../src/scheduling/contact-file/read-csv.ts';
import { contactsOfVcards } from '../../src/scheduling/contact-file/read-vcard.ts';
import { refusal } from './refusal.ts';

const fieldsOf = (text: string) => parseCsv(text).map(row => row.fields);

describe('CSV', () => {
  test.for([
    [
      'nome,telefone\nAna,1',
      [
        ['nome', 'telefone'],
        ['Ana', '1'],
      ],
    ],
    [
      'nome;telefone\r\nAna, a mais nova;1\r\n',
      [
        ['nome', 'telefone'],
        ['Ana, a mais nova', '1'],
      ],
    ],
    [
      'nome\ttelefone\nAna\t1',
      [
        ['nome', 'telefone'],
        ['Ana', '1'],
      ],
    ],
    [
      '\uFEFFnome,n\n"Lima, Ana","diz ""oi"""',
      [
        ['nome', 'n'],
        ['Lima, Ana', 'diz "oi"'],
      ],
    ],
    [
      'a,b\n"duas\nlinhas",x',
      [
        ['a', 'b'],
        ['duas\nlinhas', 'x'],
      ],
    ],
    [
      'a,b\n\n,\n  Ana  ,',
      [
        ['a', 'b'],
        ['Ana', ''],
      ],
    ],
    ['a\n5" de tela', [['a'], ['5" de tela']]],
    ['a,b\n"sem fim,x\ny', [['a', 'b'], ['sem fim,x\ny']]],
  ] as const)('%j', ([text, rows]) => {
    expect(fieldsOf(text)).toEqual(rows);
  });

  test('tells the line where a row begins, after fields with line breaks', () => {
    expect(parseCsv('a,b\n"1\n2",x\n\nc,d').map(row => row.line)).toEqual([1, 2, 5]);
  });

  test('a field that a spreadsheet would run is made harmless, and read back as it was', () => {
    const written = formatCsv([['nome'], ['=HYPERLINK("http://x")'], ['+5511987654321']]);
    expect(written).toContain(`'+5511987654321`);
    expect(written).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(fieldsOf(written)).toEqual([['nome'], ['=HYPERLINK("http://x")'], ['+5511987654321']]);
  });

  test('what is written is read back', () => {
    const field = fc.string({ maxLength: 12 }).map(text =>
      text
        .replace(/\r\n?|\t/g, '\n')
        .trim()
        .replace(/^'+/, ''),
    );
    const row = fc.tuple(fc.constant('x'), field, field).map(fields => [...fields]);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), rows => {
        expect(fieldsOf(formatCsv([['a', 'b', 'c'], ...rows])).slice(1)).toEqual(rows);
      }),
    );
  });
});

describe('contacts of a CSV', () => {
  test('are read by names of columns as people write them; any other column is a variable', () => {
    const [ana] = contactsOfCsv(
      'Nome Completo;CELULAR;Data de Nascimento;Observações;Dia do Plano\nAna;11;1/2/1990;VIP;5',
    );
    expect(ana).toEqual({
      ...{ line: 2, name: 'Ana', phone: '11', birthDate: '1/2/1990', notes: 'VIP' },
      variables: { dia_do_plano: '5' },
    });
  });

  test.for(['telefone\n1', 'nome\nAna', 'x'])(
    'without a column of names and one of phones are refused: %j',
    async text => {
      expect(await refusal((async () => contactsOfCsv(text))())).toBe('missing_columns');
    },
  );
});

test('contacts of a vCard file, of an iPhone and of an Android', () => {
  const text = [
    'BEGIN:VCARD\nVERSION:3.0\nFN:Ana Lima\nitem1.TEL;type=CELL;waid=5511987654321:+55 11 98765-4321',
    'BDAY;VALUE=date:1990-03-12\nNOTE:gosta de café\\, sem açúcar\nEND:VCARD',
    'BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4A=6F=C3=A3=\r\n=6F\r\nTEL;CELL:21987654321\r\nBDAY:--0312\r\nEND:VCARD',
    'BEGIN:VCARD\nFN:Sem número\nEND:VCARD',
  ].join('\n');
  expect(contactsOfVcards(text)).toMatchObject([
    { line: 1, name: 'Ana Lima', phone: '+5511987654321', birthDate: '1990-03-12', notes: 'gosta de café, sem açúcar' },
    { line: 8, name: 'João', phone: '+5521987654321', birthDate: '' },
    { name: 'Sem número', phone: '' },
  ]);
});

test.for([
  ['12/03/1990', '1990-03-12'],
  ['1-2-1990', '1990-02-01'],
  ['1990-03-12', '1990-03-12'],
  ['19900312', '1990-03-12'],
] as const)('the birth date %s is %s', ([typed, date]) => {
  expect(readBirthDate(typed)).toBe(date);
});

test.for(['31/02/1990', '12/03/90', 'ontem', '1990-13-01', '1990-03-12 x'])('%s is no birth date', async typed => {
  expect(await refusal((async () => readBirthDate(typed))())).toBe('invalid_birth_date');
});
