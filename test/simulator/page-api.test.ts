import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ADMIN, CARLA, type StartedSimulator, sendTextTo, startSimulator, VENDAS } from './start-simulator.ts';

let simulator: StartedSimulator;
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.close());

describe('the list of conversations', () => {
  test('has the owner’s chat with the bot first, then groups, then other people', async () => {
    const { chats } = (await simulator.page('GET', '/estado')).body;
    const kinds = chats.map(({ kind }: { kind: string }) => kind);
    expect(kinds[0]).toBe('bot');
    expect(kinds.filter((kind: string) => kind === 'group')).toHaveLength(5);
    expect(kinds.filter((kind: string) => kind === 'person')).toHaveLength(7);
    expect(kinds.at(-1)).toBe('own_phone');
    expect(chats[0]).toMatchObject({ jid: ADMIN, title: 'Agendador', authors: [{ name: 'Marina Duarte' }] });
  });

  test('in a group that only admins write to, only they can be chosen', async () => {
    const { chats } = (await simulator.page('GET', '/estado')).body;
    const authorsIn = (title: string) => chats.find((chat: { title: string }) => chat.title === title).authors.length;
    expect(authorsIn('avisos da loja')).toBe(1);
    expect(authorsIn('vendas')).toBe(4);
  });
});

describe('what a phone would not do is refused in Portuguese', () => {
  test.for([
    ['writing in somebody else’s chat', { chat: CARLA, author: ADMIN }, 'not_a_member'],
    [
      'writing in a group without being in it',
      { chat: VENDAS, author: '5541900000016@s.whatsapp.net' },
      'not_a_member',
    ],
    ['quoting a message of another chat', { quoted_id: '3EB0NADA' }, 'unknown_message'],
    ['an empty message', { text: '  ' }, 'invalid'],
  ] as const)('%s', async ([, more, code]) => {
    const { status, body } = await simulator.type('oi', more);
    expect(status).toBe(400);
    expect(body).toEqual({ detail: expect.any(String), code });
  });
});

describe('requests from other sites', () => {
  const plan = (headers: Record<string, string>) => simulator.page('PUT', '/falha', { kind: null }, headers);
  test.for([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbouring subdomain', { 'sec-fetch-site': 'same-site' }, 403],
    ['an old browser on another site', { origin: 'https://outro.example' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['our own page', { 'sec-fetch-site': 'same-origin' }, 200],
    ['no browser at all', {}, 200],
  ] as const)('%s', async ([, headers, status]) => {
    expect((await plan(headers)).status).toBe(status);
  });
});

test('the page and its files come with a strict policy and name no other host', async () => {
  const page = await fetch(`${simulator.origin}/simulador/`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
  const html = await page.text();
  expect(html).toContain('lang="pt-BR"');
  expect(html).not.toMatch(/https?:\/\/|<style|<script>| style=| on\w+=/);
});

test('changes are streamed as they happen', async () => {
  const stop = new AbortController();
  const stream = await fetch(`${simulator.origin}/simulador/eventos`, { signal: stop.signal });
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  await sendTextTo(simulator, '5511900000011', 'ao vivo');
  let seen = '';
  for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) {
    seen += chunk;
    if (seen.includes('ao vivo')) break;
  }
  stop.abort();
  expect(seen).toMatch(/event: message\ndata: .*"text":"ao vivo"/);
});

test('the address without its slash leads to the page', async () => {
  const answer = await fetch(`${simulator.origin}/simulador`);
  expect(answer.url).toBe(`${simulator.origin}/simulador/`);
  expect(answer.status).toBe(200);
});
