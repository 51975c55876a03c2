import { beforeEach, describe, expect, test } from 'vitest';
import { Delivery, EvolutionConfig } from '../../src/db/entities/index.ts';
import { type TestServer, testServer } from './test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await testServer();
});

describe('/api/admins/', () => {
  const bia = { name: 'Bia', phone: '11 98765-4321', role: 'owner' };

  test('makes, reads, changes and ends who may command by chat', async () => {
    const made = await server.request('POST /api/admins/', bia);
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Bia', phone: '+5511987654321', role: 'owner', version: 1 },
    });
    const { id } = made.body;
    await server.request('POST /api/admins/', { name: 'Caio', phone: '11 91234-5678', role: 'owner' });
    const changed = await server.request(`PATCH /api/admins/${id}/`, { role: 'viewer', name: 'Beatriz' });
    expect(changed).toMatchObject({ status: 200, body: { name: 'Beatriz', role: 'viewer', version: 2 } });
    expect((await server.request('GET /api/admins/?role=viewer')).body.results).toEqual([changed.body]);
    expect((await server.request('GET /api/admins/?search=0987654321')).body.count).toBe(0);
    expect((await server.request('GET /api/admins/?search=87654321')).body.count).toBe(1);
    expect((await server.request(`DELETE /api/admins/${id}/`)).status).toBe(204);
    expect(await server.request(`GET /api/admins/${id}/`)).toMatchObject({
      status: 404,
      body: { code: 'admin_not_found' },
    });
  });

  test('the last owner is neither ended nor made less', async () => {
    const { id } = (await server.request('POST /api/admins/', bia)).body;
    const refused = { status: 409, body: { code: 'last_owner' } };
    expect(await server.request(`DELETE /api/admins/${id}/`)).toMatchObject(refused);
    expect(await server.request(`PATCH /api/admins/${id}/`, { role: 'editor' })).toMatchObject(refused);
    expect((await server.request(`PATCH /api/admins/${id}/`, { name: 'Beatriz' })).status).toBe(200);
  });

  test('a phone is one person, with or without the ninth digit', async () => {
    await server.request('POST /api/admins/', bia);
    const twin = await server.request('POST /api/admins/', { name: 'Outra', phone: '11 8765-4321' });
    expect(twin).toMatchObject({ status: 409, body: { code: 'admin_exists' } });
  });

  test.for(['read', 'send', 'manage'] as const)('scope %s may not look', async scope => {
    expect((await server.request('GET /api/admins/', undefined, { scope })).status).toBe(403);
  });
});

describe('/api/suppressions/', () => {
  test('stops a phone once, and lets it be written to again', async () => {
    const made = await server.request('POST /api/suppressions/', { phone: '11 8765-4321' });
    expect(made).toMatchObject({ status: 201, body: { phone: '+5511987654321', source: 'api' } });
    const again = await server.request('POST /api/suppressions/', { phone: '+55 11 98765-4321', source: 'balcão' });
    expect(again).toMatchObject({ status: 200, body: made.body });
    const contact = await server.request('POST /api/contacts/', { name: 'Ana', phone: '11 98765-4321' });
    expect(contact.body.opted_out_at).toBe(made.body.created_at);
    expect((await server.request('GET /api/suppressions/?search=98765')).body.results).toEqual([made.body]);
    expect((await server.request(`GET /api/suppressions/${made.body.id}/`)).body).toEqual(made.body);
    expect((await server.request(`DELETE /api/suppressions/${made.body.id}/`)).status).toBe(204);
    expect((await server.request(`GET /api/contacts/${contact.body.id}/`)).body.opted_out_at).toBeNull();
    expect(await server.request(`DELETE /api/suppressions/${made.body.id}/`)).toMatchObject({
      ...{ status: 404, body: { code: 'suppression_not_found' } },
    });
  });

  test('what is no phone is refused on its field', async () => {
    const answer = await server.request('POST /api/suppressions/', { phone: '123' });
    expect(answer).toMatchObject({ status: 400, body: { phone: [expect.any(String)] } });
  });

  test('there is nothing to change', async () => {
    const { id } = (await server.request('POST /api/suppressions/', { phone: '11 98765-4321' })).body;
    expect((await server.request(`PATCH /api/suppressions/${id}/`, {})).status).toBe(405);
  });
});

describe('/api/logs/{id}/', () => {
  async function log(status: Delivery['status'], reason: string | null = null): Promise<number> {
    const em = server.database.em;
    const now = server.clock.now();
    const row = em.create(Delivery, {
      ...{ evolutionConfig: em.getReference(EvolutionConfig, server.instance.id), recipientKey: '+5511987654321' },
      ...{ recipientType: 'number', recipientName: 'Ana', jid: '5511987654321', text: 'Oi', status, reason },
      ...{ dueAt: now, nextAttemptAt: now, giveUpAt: now, createdAt: now, updatedAt: now },
    });
    await em.flush();
    return row.id;
  }

  test('retry/ queues what failed', async () => {
    const answer = await server.request(`POST /api/logs/${await log('failed', 'gateway_busy')}/retry/`);
    expect(answer).toMatchObject({ status: 200, body: { status: 'queued', reason: null, attempts: 0 } });
  });

  test('retry/ of what may have arrived has to say so', async () => {
    const id = await log('uncertain');
    expect(await server.request(`POST /api/logs/${id}/retry/`)).toMatchObject({
      ...{ status: 409, body: { code: 'may_have_arrived' } },
    });
    const answer = await server.request(`POST /api/logs/${id}/retry/`, { even_if_arrived: true });
    expect(answer).toMatchObject({ status: 200, body: { status: 'queued' } });
  });

  test('retry/ of what was sent is a conflict', async () => {
    expect(await server.request(`POST /api/logs/${await log('read')}/retry/`)).toMatchObject({
      ...{ status: 409, body: { code: 'not_retryable' } },
    });
  });

  test('why/ tells the trail as codes and instants', async () => {
    const id = await log('failed', 'not_on_whatsapp');
    const { body } = await server.request(`GET /api/logs/${id}/why/`);
    expect(body).toMatchObject({
      id,
      steps: [
        { at: '2026-11-24T10:00:00-03:00', code: 'sent_now' },
        { at: '2026-11-24T10:00:00-03:00', code: 'failed', details: { reason: 'not_on_whatsapp' } },
      ],
    });
    expect((await server.request('GET /api/logs/999/why/')).status).toBe(404);
  });
});
