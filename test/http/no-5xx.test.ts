import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testServer } from './test-server.ts';

/** Values that people, programs and attackers send, for any field. */
const value = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    1,
    1.5,
    2 ** 53,
    1e308,
    '',
    ' ',
    '\0',
    '🎂'.repeat(300),
    "' or 1=1 --",
    '{{nome',
    '%',
  ),
  fc.constantFrom(
    '2026-11-25T09:00:00-03:00',
    '2026-02-30',
    '9999-12-31T23:59:59Z',
    '0000-01-01',
    '24:00',
    '09:00',
    'todo dia às 9h',
  ),
  fc.constantFrom(
    'once',
    'weekly',
    'custom',
    'MO',
    'list',
    'whatsapp',
    'dynamic',
    'Ana',
    '11987654321',
    '1@g.us',
    'http://evo',
  ),
  fc.constantFrom(
    'RRULE:FREQ=DAILY',
    'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'RRULE:',
    'EXDATE:20261125T090000',
    'Pacific/Apia',
  ),
  fc.constantFrom(
    [],
    {},
    [[]],
    [null],
    ['MO'],
    [1],
    [2 ** 40],
    ['RRULE:FREQ=DAILY;COUNT=0'],
    { from: '1' },
    { a: 'b' },
    ['09:00', '09:00'],
  ),
  fc.string({ maxLength: 30 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A body of fields that the collection knows, each with any value. */
const bodyOf = (fields: string[]) => fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 8 });

test('no body makes the API answer 5xx, and every refusal has a code', { timeout: 60_000 }, async () => {
  const { request } = await testServer();
  const contact = await request('POST /api/contacts/', { name: 'Ana', phone: '11987654321' });
  await request('POST /api/templates/', { name: 'bomdia', body: 'Oi' });
  await request('POST /api/groups/', { name: 'vendas', contacts: [contact.body.id] });
  const base = { frequency: 'daily', time: '09:00', text: 'Oi', contacts: [contact.body.id] };
  const schedule = await request('POST /api/schedules/', base);
  expect(schedule.status).toBe(201);

  const { body: document } = await request('GET /openapi.json');
  const lines = Object.entries(document.paths as Record<string, Record<string, { requestBody?: object }>>).flatMap(
    ([path, operations]) =>
      Object.entries(operations)
        .filter(([, operation]) => operation.requestBody)
        .map(([method, operation]) => ({ line: `${method.toUpperCase()} ${path.replace('{id}', '1')}`, operation })),
  );
  const cases = lines
    // Those that ask the gateway, which is not there in this test, answer 502 with good reason.
    .filter(({ line }) => !/token-auth|commands|sync|connect|webhook/.test(line))
    .map(({ line, operation }) => ({ line, fields: fieldsOf(operation) }));
  expect(cases.length).toBeGreaterThan(15);

  const someRequest = fc
    .constantFrom(...cases)
    .chain(({ line, fields }) => fc.tuple(fc.constant(line), bodyOf(fields)));
  await fc.assert(
    fc.asyncProperty(someRequest, fc.boolean(), async ([line, body], isCloseToRight) => {
      const given = isCloseToRight && line.includes('schedules') ? { ...base, ...body } : body;
      const { status, body: answer } = await request(line, JSON.stringify(given), {
        headers: { 'content-type': 'application/json' },
      });
      expect(status, JSON.stringify(answer)).toBeLessThan(500);
      if (status >= 400) expect(answer.code).toEqual(expect.any(String));
    }),
    { numRuns: 1500 },
  );
});

function fieldsOf(operation: object): string[] {
  const names = [...JSON.stringify(operation).matchAll(/"(\w+)":\{/g)].map(match => match[1]!);
  return [...new Set([...names, 'nomee', '__proto__', 'constructor'])];
}
