import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import type { Scope } from '../../src/db/entities/index.ts';
import { ROLE_BY_SCOPE } from '../../src/http/auth.ts';
import { commands } from '../chat/conversation.ts';
import { testServer } from '../http/test-server.ts';

/** What the chat can do, and the address that does the same; null where only a chat needs it. */
const ROUTES: Readonly<Record<string, string | null>> = {
  agendar: 'POST /api/schedules/',
  enviar: 'POST /api/messages/',
  agenda: 'GET /api/occurrences/',
  agendamentos: 'GET /api/schedules/',
  ver: 'GET /api/schedules/{id}/',
  editar: 'PATCH /api/schedules/{id}/',
  pausar: 'POST /api/schedules/{id}/pause/',
  retomar: 'POST /api/schedules/{id}/resume/',
  cancelar: 'POST /api/schedules/{id}/cancel/',
  pular: 'POST /api/schedules/{id}/skip/',
  repor: 'POST /api/schedules/{id}/backfill/',
  adiar: 'POST /api/schedules/{id}/postpone/',
  testar: 'POST /api/schedules/{id}/test/',
  desfazer: 'POST /api/undo/',
  histórico: 'GET /api/schedules/{id}/history/',
  modelos: 'GET /api/templates/',
  modelo: 'GET /api/templates/',
  'modelo novo': 'POST /api/templates/',
  'modelo ver': 'GET /api/templates/{id}/',
  'modelo editar': 'PATCH /api/templates/{id}/',
  'modelo apagar': 'DELETE /api/templates/{id}/',
  contatos: 'GET /api/contacts/',
  contato: 'GET /api/contacts/',
  'contato novo': 'POST /api/contacts/',
  'contato ver': 'GET /api/contacts/{id}/',
  'contato editar': 'PATCH /api/contacts/{id}/',
  'contato apagar': 'DELETE /api/contacts/{id}/',
  grupos: 'GET /api/groups/',
  grupo: 'GET /api/groups/',
  'grupo sincronizar': 'POST /api/groups/sync/',
  'grupo apelido': 'PATCH /api/groups/{id}/',
  'grupo lista': 'POST /api/groups/',
  'grupo incluir': 'PATCH /api/groups/{id}/',
  'grupo remover': 'PATCH /api/groups/{id}/',
  envios: 'GET /api/logs/',
  reenviar: 'POST /api/logs/{id}/retry/',
  'reenviar atrasadas': 'POST /api/logs/late/',
  recolher: 'POST /api/occurrences/{id}/recall/',
  'recolher envio': 'POST /api/logs/{id}/recall/',
  porque: 'GET /api/logs/{id}/why/',
  estatísticas: 'GET /api/dashboard/stats/',
  status: 'GET /api/dashboard/stats/',
  admin: 'GET /api/admins/',
  'admin listar': 'GET /api/admins/',
  'admin incluir': 'POST /api/admins/',
  'admin remover': 'DELETE /api/admins/{id}/',
  silêncio: 'POST /api/silences/',
  'silêncio fim': 'DELETE /api/silences/{id}/',
  ajuda: null, // /docs/ is the API's own
};

/** What changes something by the API alone, and why the chat has no word for it. */
const API_ONLY: readonly (readonly [why: string, ...lines: RegExp[]])[] = [
  ['who may use the API is its own matter', /\/api-token-auth\/$/, /\/api\/(?:users|tokens)\//],
  ['numbers and keys are set up by whoever runs the program', /\/api\/evolution-configs\//],
  ['a replacement is a change of all fields', /^PUT /],
  ['a cancelled schedule stays to be seen in the chat', /^DELETE \/api\/schedules\/\{id\}\/$/],
  ['the chat empties a list instead, member by member', /^DELETE \/api\/groups\/\{id\}\/$/],
  ['files', /\/api\/contacts\/import\/$/],
  ['what cannot be taken back is not one typing error away', /\/api\/contacts\/\{id\}\/erase\/$/],
  ['roles are changed by removing and including', /^PATCH \/api\/admins\/\{id\}\/$/],
  ['people opt out by writing SAIR themselves', /\/api\/suppressions\//],
  ['nothing is changed: what a form shows while it is filled in', /\/(?:parse|preview|render)\/$/],
  ['in the chat /testar shows it and /enviar sends it', /^POST \/api\/schedules\/\{id\}\/run\/$/],
  ['the chat asks by itself, and is answered sim or não', /\/api\/occurrences\/\{id\}\/resend\/$/],
  ['the chat itself', /^POST \/api\/commands\/$/],
];

function pathsOf(all: readonly Command[], above = ''): [string, Command][] {
  return all.flatMap((command): [string, Command][] => {
    const path = `${above}${command.name}`;
    return [[path, command], ...pathsOf(command.subcommands ?? [], `${path} `)];
  });
}
const verbs = pathsOf(commands.all);

/** Every operation of the API and the scope it needs. */
async function scopes(): Promise<Map<string, Scope | undefined>> {
  const { request } = await testServer();
  const { body } = await request('GET /openapi.json', undefined, { scope: null });
  const paths = body.paths as Record<string, Record<string, { 'x-scope'?: Scope }>>;
  return new Map(
    Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => [
        `${method.toUpperCase()} ${path}`,
        operation['x-scope'],
      ]),
    ),
  );
}
const described = await scopes();

describe('what the chat can do, the API can do', () => {
  test('every command is in the table', () => {
    expect(verbs.map(([path]) => path).toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  });

  const routed = verbs.flatMap(([path, command]) =>
    ROUTES[path] ? [[path, ROUTES[path], command.role] as const] : [],
  );
  test.for(routed)('/%s is %s, for a %s', ([, line, role]) => {
    expect([...described.keys()]).toContain(line);
    expect(ROLE_BY_SCOPE[described.get(line)!]).toBe(role);
  });
});

test('what the API alone can change has a reason', () => {
  const spoken = new Set(Object.values(ROUTES));
  const changes = [...described.keys()].filter(line => !line.startsWith('GET ') && !spoken.has(line));
  const unexplained = changes.filter(line => !API_ONLY.some(([, ...lines]) => lines.some(one => one.test(line))));
  expect(unexplained).toEqual([]);
  const idle = API_ONLY.flatMap(([, ...lines]) => lines).filter(one => !changes.some(line => one.test(line)));
  expect(idle).toEqual([]);
});
