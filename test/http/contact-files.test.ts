import { describe, expect, test } from 'vitest';
import { AuditEntry, Delivery, Suppression } from '../../src/db/entities/index.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { testServer } from './test-server.ts';

const CSV =
  'nome;telefone;plano\nAna Lima;(11) 8765-4321;ouro\nBruno;21 98765-4322;\nSem DDD;98765-4321;\nAna de novo;11987654321;';
const PATH = '/api/contacts/';

describe(`${PATH}import/`, () => {
  test('first tells what would become of each, and changes nothing', async () => {
    const { request } = await testServer();
    const { status, body } = await request(`POST ${PATH}import/`, { format: 'csv', content: CSV });
    expect(status).toBe(200);
    expect(body).toMatchObject({ dry_run: true, totals: { create: 2, update: 0, keep: 0, refuse: 2 } });
    expect(body.rows.map((row: { line: number; action: string }) => [row.line, row.action])).toEqual([
      [2, 'create'],
      [3, 'create'],
      [4, 'refuse'],
      [5, 'refuse'],
    ]);
    expect(body.rows[2].problem).toEqual({ code: 'missing_ddd', detail: 'frase de missing_ddd' });
    expect(body.rows[3].problem.code).toBe('repeated_phone');
    expect((await request(`GET ${PATH}`)).body.count).toBe(0);
  });

  test('then takes those that can be taken, as it said', async () => {
    const { request } = await testServer();
    const dry = await request(`POST ${PATH}import/`, { format: 'csv', content: CSV });
    const { body } = await request(`POST ${PATH}import/`, { format: 'csv', content: CSV, dry_run: false });
    expect(body.totals).toEqual(dry.body.totals);
    const { results } = (await request(`GET ${PATH}`)).body;
    expect(results).toMatchObject([
      { name: 'Ana Lima', phone: '+5511987654321', variables: { plano: 'ouro' } },
      { name: 'Bruno', phone: '+5521987654322', variables: {} },
    ]);
  });

  test.for([
    [false, 'keep', 'Ana', { cor: 'azul' }, 1],
    [true, 'update', 'Ana Lima', { cor: 'azul', plano: 'ouro' }, 2],
  ] as const)('with update %s a known phone is: %s', async ([update, action, name, variables, version]) => {
    const { request } = await testServer();
    const { body: ana } = await request(`POST ${PATH}`, {
      name: 'Ana',
      phone: '11987654321',
      variables: { cor: 'azul' },
    });
    const { body } = await request(`POST ${PATH}import/`, { format: 'csv', content: CSV, dry_run: false, update });
    expect(body.rows[0]).toMatchObject({ action, contact: ana.id });
    expect((await request(`GET ${PATH}${ana.id}/`)).body).toMatchObject({ name, variables, version });
  });

  test.for([
    ['a file without its columns', { format: 'csv', content: 'a,b' }, 'content'],
    ['too many rows', { format: 'csv', content: `nome,telefone\n${'x,1\n'.repeat(2001)}` }, 'content'],
    ['another format', { format: 'xlsx', content: 'x' }, 'format'],
  ] as const)('refuses %s', async ([, body, field]) => {
    const { request } = await testServer();
    const answer = await request(`POST ${PATH}import/`, body);
    expect(answer).toMatchObject({ status: 400, body: { [field]: [expect.any(String)] } });
  });
});

describeEachDatabase('contacts on their way out and in', create => {
  test(`${PATH}export/ writes what import reads back`, async () => {
    const { request } = await testServer({}, create);
    await request(`POST ${PATH}`, {
      name: '=Ana; "a 1ª"',
      phone: '11987654321',
      variables: { plano: 'ouro' },
      birth_date: '1990-03-12',
    });
    await request(`POST ${PATH}`, { name: 'Zé', phone: '21987654322', notes: 'duas\nlinhas' });
    const first = (await request(`GET ${PATH}`)).body.results;
    const { status, body: csv, headers } = await request(`GET ${PATH}export/`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    for (const { id } of first) await request(`DELETE ${PATH}${id}/`);
    await request(`POST ${PATH}import/`, { format: 'csv', content: csv, dry_run: false });
    const again = (await request(`GET ${PATH}`)).body.results;
    const facts = ({ name, phone, variables, birth_date, notes }: Record<string, unknown>) => ({
      ...{ name, phone, variables, birth_date, notes },
    });
    expect(again.map(facts)).toEqual(first.map(facts));
  });
});

describe(`${PATH}{id}/erase/`, () => {
  test('leaves nothing of the person but that something was sent, and her opt-out', async () => {
    const { request, database, clock } = await testServer();
    const { body: ana } = await request(`POST ${PATH}`, {
      name: 'Ana Lima',
      phone: '11987654321',
      notes: 'segredo dela',
    });
    await request('POST /api/messages/', { contacts: [ana.id], text: 'Oi, Ana Lima!' });
    await database.em.insert(Suppression, {
      phone: ana.phone,
      phoneKey: ana.phone,
      source: 'whatsapp',
      createdAt: clock.now(),
    });
    const { status, body } = await request(`POST ${PATH}${ana.id}/erase/`);
    expect({ status, body }).toEqual({ status: 200, body: { logs: 1 } });
    expect((await request(`GET ${PATH}${ana.id}/`)).status).toBe(404);
    const [log] = (await request('GET /api/logs/')).body.results;
    expect(log).toMatchObject({ recipient: { id: null, name: '(apagado)' }, text: '', jid: '', status: 'cancelled' });
    const left = [await database.em.findAll(Delivery), await database.em.findAll(AuditEntry)];
    expect(JSON.stringify(left)).not.toMatch(/Ana Lima|987654321|segredo/);
    expect(await database.em.count(Suppression)).toBe(1);
  });

  test('is refused while a schedule is for her, and for those who may not do everything', async () => {
    const { request } = await testServer();
    const { body: ana } = await request(`POST ${PATH}`, { name: 'Ana', phone: '11987654321' });
    await request('POST /api/schedules/', { frequency: 'daily', time: '09:00', text: 'Oi', contacts: [ana.id] });
    expect(await request(`POST ${PATH}${ana.id}/erase/`)).toMatchObject({ status: 409, body: { code: 'in_use' } });
    expect((await request(`POST ${PATH}${ana.id}/erase/`, undefined, { scope: 'manage' })).status).toBe(403);
  });
});
