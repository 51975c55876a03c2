import { describe, expect, test } from 'vitest';
import { Delivery, Schedule } from '../../src/db/entities/index.ts';
import { testServer } from './test-server.ts';

const NUMBERS = ['11987654321'];
const TOMORROW = { when: 'amanhã 9h' };

async function withContact() {
  const server = await testServer();
  const { body } = await server.request('POST /api/contacts/', {
    ...{ name: 'Lia Ramos', phone: '11987654321', variables: { pedido: 'A-1' } },
  });
  return { ...server, contacts: [body.id as number] };
}

describe('what looks like a variable is refused, with how it would be written', () => {
  test.for([
    ['POST /api/schedules/', TOMORROW, 'text'],
    ['POST /api/schedules/preview/', TOMORROW, 'text'],
    ['POST /api/messages/', {}, 'text'],
  ] as const)('%s', async ([route, more, field]) => {
    const server = await withContact();
    const body = { ...more, contacts: server.contacts, text: 'Oi, [Nome]: {pedido} [ATENÇÃO]' };
    const refused = await server.request(route, body);
    expect([refused.status, Object.keys(refused.body)]).toEqual([400, [field, 'code']]);
    expect(refused.body[field]).toEqual(['frase de looks_like_variable']);
    expect(await server.database.em.count(Schedule)).toBe(0);
    expect(await server.database.em.count(Delivery)).toBe(0);
    expect((await server.request(route, { ...body, literal: true })).status).toBeLessThan(300);
  });

  test('what is text is kept, byte for byte', async () => {
    const server = await withContact();
    const text = '[ATENÇÃO] {VIP10} <3 {"valor": [1]} \\{{nome}}';
    const { status, body } = await server.request('POST /api/messages/', { contacts: server.contacts, text });
    expect([status, body.results[0].text]).toEqual([202, '[ATENÇÃO] {VIP10} <3 {"valor": [1]} {{nome}}']);
  });

  test('a text that was accepted is not asked about when it comes back', async () => {
    const server = await withContact();
    const made = { ...TOMORROW, contacts: server.contacts, text: 'Oi, [nome]', literal: true };
    const row = (await server.request('POST /api/schedules/', made)).body;
    const route = `/api/schedules/${row.id}/`;
    expect((await server.request(`PUT ${route}`, row)).status).toBe(200);
    expect((await server.request(`PATCH ${route}`, { title: 'Outro' })).status).toBe(200);
    expect((await server.request(`PATCH ${route}`, { text: 'Olá, [nome]' })).status).toBe(400);
    expect((await server.request(`PATCH ${route}`, { text: 'Olá, {{nome}}' })).status).toBe(200);
  });

  test('a template is for anybody: each contact’s variables are known', async () => {
    const server = await withContact();
    const body = { name: 'aviso', body: 'Oi, {nome}: <pedido>' };
    for (const route of ['POST /api/templates/', 'POST /api/templates/preview/']) {
      const { name: _, ...text } = body;
      const refused = await server.request(route, route.includes('preview') ? text : body);
      expect([refused.status, refused.body.body]).toEqual([400, ['frase de looks_like_variable']]);
    }
    const made = await server.request('POST /api/templates/', { ...body, literal: true });
    expect([made.status, made.body.body]).toEqual([201, 'Oi, {nome}: <pedido>']);
    const route = `/api/templates/${made.body.id}/`;
    expect((await server.request(`PUT ${route}`, made.body)).status).toBe(200);
    expect((await server.request(`PATCH ${route}`, { body: 'Olá, {nome}' })).status).toBe(400);
  });

  test('braces that do not close keep their own refusal, which says how they are mended', async () => {
    const server = await withContact();
    const { status, body } = await server.request('POST /api/messages/', {
      contacts: server.contacts,
      text: 'Oi, {{nome}',
    });
    expect([status, body.code]).toEqual([400, 'template_syntax']);
    expect(body.details).toMatchObject({ mended: 'Oi, {{nome}}', line: 1 });
  });
});

describe('a value without a place is refused under variables', () => {
  async function withTemplate() {
    const server = await withContact();
    const { body } = await server.request('POST /api/templates/', {
      name: 'aviso',
      body: 'Faltam {{valor}}, {{data}}',
    });
    return { ...server, template: body.id as number };
  }

  test.for([
    ['POST /api/schedules/', TOMORROW],
    ['POST /api/schedules/preview/', TOMORROW],
    ['POST /api/messages/', {}],
  ] as const)('%s', async ([route, more]) => {
    const { request, template } = await withTemplate();
    const good = { ...more, numbers: NUMBERS, template, variables: { valor: '9', data: 'já' } };
    const { status, body } = await request(route, { ...good, variables: { ...good.variables, cor: 'azul' } });
    expect([status, body]).toEqual([400, { variables: ['frase de unused_variables'], code: 'invalid' }]);
    expect((await request(route, good)).status).toBeLessThan(300);
  });

  test('for a text, and where a template is shown', async () => {
    const { request, template } = await withTemplate();
    const refusals = [
      await request('POST /api/messages/', { numbers: NUMBERS, text: 'Oi', variables: { cor: 'azul' } }),
      await request(`POST /api/templates/${template}/render/`, { variables: { valor: '9', cor: 'azul' } }),
      await request('POST /api/templates/preview/', { body: 'Oi', variables: { cor: 'azul' } }),
    ];
    for (const { status, body } of refusals) expect([status, Object.keys(body)]).toEqual([400, ['variables', 'code']]);
  });

  test('that is stored stays, and so does all else', async () => {
    const { request, template, database } = await withTemplate();
    const body = { ...TOMORROW, numbers: NUMBERS, template, variables: { valor: '9' } };
    const { id } = (await request('POST /api/schedules/', body)).body;
    await database.em.nativeUpdate(Schedule, { id }, { variables: { valor: '9', cor: 'azul' } });
    const row = (await request(`GET /api/schedules/${id}/`)).body;
    expect((await request(`PUT /api/schedules/${id}/`, row)).status).toBe(200);
    expect((await request(`PATCH /api/schedules/${id}/`, { title: 'Outro' })).status).toBe(200);
    expect((await request(`POST /api/schedules/${id}/run/`, {})).status).toBeLessThan(300);
    const changed = await request(`PATCH /api/schedules/${id}/`, { variables: { valor: '9', cor: 'verde' } });
    expect(changed.status).toBe(400);
  });
});

test('a text that greets a group by name is warned about in the preview', async () => {
  const server = await testServer();
  const group = await server.request('POST /api/groups/', {
    ...{ name: 'Bazar', kind: 'whatsapp', jid: '120363777000000042@g.us' },
  });
  const { body } = await server.request('POST /api/schedules/preview/', {
    ...{ ...TOMORROW, groups: [group.body.id], text: 'Oi, {{primeiro_nome}}' },
  });
  expect(body.warnings).toContainEqual(expect.objectContaining({ code: 'name_of_group', name: 'Bazar' }));
});
