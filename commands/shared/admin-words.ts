import type { Command } from '../../src/chat/command.ts';
import { readContactWords } from './contact-words.ts';
import { refuseRest } from './words.ts';

type AdminRole = Command['role'];

const ROLES: readonly [RegExp, AdminRole][] = [
  [/^(?:don[oa]|propriet[aá]ri[oa])$/iu, 'owner'],
  [/^editora?$/iu, 'editor'],
  [/^(?:leitora?|visitante)$/iu, 'viewer'],
];

/** Reads `11 98765-4321 Ana Lima editora`; without a role it is `editor`. */
export function readAdminWords(args: string): { name: string; phone: string | null; role: AdminRole } {
  const [, before = '', last = ''] = /^(.*?)(?:\s+como)?\s+(\S+)$/su.exec(args) ?? [];
  const role = ROLES.find(([word]) => word.test(last))?.[1];
  const { lead, phones, variables, birthDate, name } = readContactWords(role ? before : args);
  refuseRest([...phones.slice(1), ...Object.keys(variables), birthDate ?? '', name ?? ''].filter(Boolean).join(' '));
  return { name: lead, phone: phones[0] ?? null, role: role ?? 'editor' };
}
