import { expect, test } from 'vitest';
import { testServer } from './test-server.ts';

const PATH = '/api/contacts/';
const CONSENT = { source: 'ficha da loja', at: '2026-03-02T15:30:00-03:00' };
const ANA = { name: 'Ana', phone: '+5511987654321', consent: CONSENT };

test('where a consent came from, and when, is kept as it was given', async () => {
  const { request } = await testServer();
  const { id } = (await request(`POST ${PATH}`, ANA)).body;
  expect((await request(`GET ${PATH}${id}/`)).body.consent).toEqual(CONSENT);
});

test.for([
  ['another name', `PATCH ${PATH}1/`, { name: 'Ana Lima' }],
  [
    'a file that names the person anew',
    `POST ${PATH}import/`,
    { format: 'csv', content: 'nome;telefone\nAna Lima;11987654321', update: true, dry_run: false },
  ],
] as const)('%s leaves it alone', async ([, line, body]) => {
  const { request } = await testServer();
  await request(`POST ${PATH}`, ANA);
  await request(line, body);
  expect((await request(`GET ${PATH}1/`)).body).toMatchObject({ name: 'Ana Lima', consent: CONSENT });
});

test('a file gives nobody a consent: it proves none', async () => {
  const { request } = await testServer();
  const content = 'name,phone,consent_source,consent_at\nAna,11987654321,lista,2026-03-02T15:30:00-03:00';
  await request(`POST ${PATH}import/`, { format: 'csv', content, dry_run: false });
  expect((await request(`GET ${PATH}1/`)).body).toMatchObject({ name: 'Ana', consent: null });
});

test('an opt-out and a consent stand beside each other', async () => {
  const { request } = await testServer();
  await request(`POST ${PATH}`, ANA);
  await request('POST /api/suppressions/', { phone: ANA.phone });
  const { consent, opted_out_at } = (await request(`GET ${PATH}1/`)).body;
  expect([consent, opted_out_at]).toEqual([CONSENT, '2026-11-24T10:00:00-03:00']);
});
