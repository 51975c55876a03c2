import { afterAll, describe, expect, test } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import { mayRun } from '../../src/chat/roles.ts';
import { ADMIN_ROLES } from '../../src/db/entities/index.ts';
import { commands, conversation, VIEWER } from '../chat/conversation.ts';

/** The least role for each command: what a shop may rely on, written down apart from the code. */
const LEAST: Readonly<Record<string, (typeof ADMIN_ROLES)[number]>> = {
  histórico: 'viewer',
  desfazer: 'editor',
  testar: 'editor',
  admin: 'owner',
  'admin listar': 'owner',
  'admin incluir': 'owner',
  'admin remover': 'owner',
  editar: 'editor',
  pular: 'editor',
  adiar: 'editor',
  repor: 'editor',
  agenda: 'viewer',
  agendamentos: 'viewer',
  agendar: 'editor',
  ajuda: 'viewer',
  cancelar: 'editor',
  contato: 'viewer',
  'contato novo': 'editor',
  'contato ver': 'viewer',
  'contato editar': 'editor',
  'contato apagar': 'editor',
  contatos: 'viewer',
  enviar: 'editor',
  envios: 'viewer',
  estatísticas: 'viewer',
  grupo: 'viewer',
  'grupo sincronizar': 'editor',
  'grupo apelido': 'editor',
  'grupo lista': 'editor',
  'grupo incluir': 'editor',
  'grupo remover': 'editor',
  grupos: 'viewer',
  modelo: 'viewer',
  'modelo novo': 'editor',
  'modelo ver': 'viewer',
  'modelo editar': 'editor',
  'modelo apagar': 'editor',
  modelos: 'viewer',
  pausar: 'editor',
  porque: 'viewer',
  recolher: 'editor',
  'recolher envio': 'editor',
  reenviar: 'editor',
  'reenviar atrasadas': 'editor',
  retomar: 'editor',
  silêncio: 'editor',
  'silêncio fim': 'editor',
  status: 'viewer',
  ver: 'viewer',
};

function pathsOf(all: readonly Command[], above = ''): [string, Command][] {
  return all.flatMap((command): [string, Command][] => {
    const path = `${above}${command.name}`;
    return [[path, command], ...pathsOf(command.subcommands ?? [], `${path} `)];
  });
}
const paths = pathsOf(commands.all);

test('every command is in the table', () => {
  expect(paths.map(([path]) => path).toSorted()).toEqual(Object.keys(LEAST).toSorted());
});

test.for(paths)('%s', ([path, command]) => {
  expect(command.role).toBe(LEAST[path]);
});

test('an owner may what an editor may, and an editor what a viewer may', () => {
  const allowed = ADMIN_ROLES.map(role => ADMIN_ROLES.filter(least => mayRun(role, least)));
  expect(allowed).toEqual([['owner', 'editor', 'viewer'], ['editor', 'viewer'], ['viewer']]);
});

describe('a viewer', async () => {
  const talk = await conversation();
  afterAll(() => talk.close());
  const forbidden = 'Você não tem permissão para isso';

  test.for(paths.filter(([, { role }]) => role !== 'viewer'))('is refused %s', async ([path]) => {
    expect(await talk.asks(`/${path}`, { from: VIEWER })).toContain(forbidden);
  });
  test.for(paths.filter(([, { role }]) => role === 'viewer'))('may ask %s', async ([path]) => {
    expect(await talk.asks(`/${path}`, { from: VIEWER })).not.toContain(forbidden);
  });
});
