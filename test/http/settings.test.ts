import { expect, test } from 'vitest';
import { testServer } from './test-server.ts';

test('/api/settings/ tells how the installation is set up, and nothing that is secret', async () => {
  const { request } = await testServer();
  const { status, body } = await request('GET /api/settings/', undefined, { scope: 'read' });
  expect({ status, body }).toEqual({
    status: 200,
    body: {
      version: '0.0.0-test',
      timezone: 'America/Sao_Paulo',
      confirm: 'risky',
      self_chat: true,
      simulator: false,
      public_url: 'https://loja.example',
    },
  });
  expect((await request('PATCH /api/settings/', { confirm: 'never' })).status).toBe(405);
});
