import { expect, test } from 'vitest';
import { describeEachDatabase } from '../helpers/database.ts';
import { testServer } from './test-server.ts';

const TIMES = 8;

/** How often each status came. */
function counted(answers: readonly { status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describeEachDatabase('many at once', create => {
  test('make one contact of one phone, and the others hear that it is there', { timeout: 60_000 }, async () => {
    const { request } = await testServer({}, create);
    const spellings = ['11987654321', '(11) 8765-4321'];
    const answers = await Promise.all(
      Array.from({ length: TIMES }, (_, n) =>
        request('POST /api/contacts/', { name: `Ana ${n}`, phone: spellings[n % 2] }),
      ),
    );
    expect(counted(answers)).toEqual({ 201: 1, 409: TIMES - 1 });
    expect((await request('GET /api/contacts/')).body.count).toBe(1);
  });

  test('change one version once', { timeout: 60_000 }, async () => {
    const { request } = await testServer({}, create);
    const made = await request('POST /api/schedules/', {
      ...{ frequency: 'daily', time: '09:00', text: 'Oi', numbers: ['11987654321'] },
    });
    const path = `/api/schedules/${made.body.id}/`;
    const answers = await Promise.all(
      Array.from({ length: TIMES }, (_, n) =>
        request(`PATCH ${path}`, { title: `${n}` }, { headers: { 'if-match': '"1"' } }),
      ),
    );
    expect(counted(answers)).toEqual({ 200: 1, 412: TIMES - 1 });
    expect((await request(`GET ${path}`)).body.version).toBe(2);
  });

  test.for([
    ['contacts', { name: 'Ana', phone: '11987654321' }],
    ['templates', { name: 'oferta', body: 'Oi' }],
    ['groups', { name: 'vendas' }],
    ['evolution-configs', { name: 'Filial', base_url: 'http://evo', instance_name: 'filial', api_key: 'k' }],
  ] as const)('change one version of %s once', { timeout: 60_000 }, async ([name, body]) => {
    const { request } = await testServer({}, create);
    const path = `/api/${name}/${(await request(`POST /api/${name}/`, body)).body.id}/`;
    const answers = await Promise.all(
      Array.from({ length: TIMES }, () =>
        request(`PATCH ${path}`, { name: 'outro' }, { headers: { 'if-match': '"1"' } }),
      ),
    );
    expect(counted(answers)).toEqual({ 200: 1, 412: TIMES - 1 });
  });
});
