import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { createTemplates } from '../../src/templates/templates.ts';

const sentences = createTemplates({ folder: join(resolve(import.meta.dirname, '../..'), 'templates') });
const slips = [
  { written: '{nome}', meant: '{{nome}}' },
  { written: '[data]', meant: '{{data}}' },
];

test.for<[code: string, details: Record<string, unknown>, parts: string[]]>([
  [
    'looks_like_variable',
    { slips, mended: 'Oi, {{nome}}: {{data}}' },
    ['“{nome}” e “[data]”', 'Você quis dizer {{nome}} e {{data}}?', '“Oi, {{nome}}: {{data}}”', '"literal": true'],
  ],
  ['template_syntax', { problem: 'syntax', line: 2 }, ['(linha 2)', String.raw`uma barra antes delas: \{{assim}}`]],
  [
    'template_syntax',
    { problem: 'syntax', slips: [slips[0]], mended: 'Oi, {{nome}}' },
    ['“Oi, {{nome}}”', '{{nome}}?'],
  ],
  ['unknown_variables', { names: ['cpf'], recipients: [] }, ['*cpf*', String.raw`\{{cpf}}`]],
  ['unused_variables', { names: ['cor'], template: 'aviso', known: [] }, ['O modelo *aviso* não usa *cor*']],
  [
    'unused_variables',
    { names: ['cor'], template: null, known: ['valor'] },
    ['A mensagem não usa *cor*', 'só *valor*'],
  ],
])('%s tells what to write instead', ([code, details, parts]) => {
  const said = sentences.error(code, details);
  for (const part of parts) expect(said).toContain(part);
});
