import { createTokenVerb, createUserVerb } from './cli/accounts.ts';
import { chatVerb } from './cli/chat.ts';
import { doctor } from './cli/doctor.ts';
import { envExample } from './cli/env-example.ts';
import { migrateVerb } from './cli/migrate.ts';
import { parse } from './cli/parse.ts';
import { UsageError } from './cli/usage-error.ts';
import { ConfigError } from './config.ts';
import { DataDirInUseError } from './data-dir.ts';
import { serve } from './server.ts';

/** One thing that the command line can do. */
interface Verb {
  usage: string;
  does: string;
  /** @param args what follows the verb */
  run(args: string[]): Promise<void>;
}

const VERBS: Readonly<Record<string, Verb>> = {
  serve: { usage: 'serve', does: 'sobe o servidor, como npm start', run: serve },
  migrate: {
    usage: 'migrate [create NOME]',
    does: 'atualiza o banco de dados; create escreve uma migração nova',
    run: migrateVerb,
  },
  'user create': {
    usage: 'user create NOME [--scope admin]',
    does: 'cria um usuário da API e mostra a senha',
    run: createUserVerb,
  },
  'token create': {
    usage: 'token create USUÁRIO [--scope admin] [--name NOME]',
    does: 'cria um token da API e mostra uma vez',
    run: createTokenVerb,
  },
  doctor: { usage: 'doctor', does: 'confere configuração, bancos e gateway', run: doctor },
  parse: { usage: 'parse [--phrase]', does: 'lê comandos (JSON, um por linha) e escreve as leituras', run: parse },
  chat: { usage: 'chat', does: 'conversa com o bot pelo terminal, como dono', run: chatVerb },
  'env-example': { usage: 'env-example', does: 'reescreve o .env.example a partir do código', run: envExample },
};

function help(): string {
  const width = Math.max(...Object.values(VERBS).map(verb => verb.usage.length));
  const lines = Object.values(VERBS).map(({ usage, does }) => `  ${usage.padEnd(width)}  ${does}`);
  return ['Uso: npm run cli -- <verbo>', '', ...lines, ''].join('\n');
}

async function main(words: string[]): Promise<void> {
  const two = words.slice(0, 2).join(' ');
  const name = two in VERBS ? two : (words[0] ?? '');
  const verb = VERBS[name];
  if (!verb) {
    process.stderr.write(help());
    process.exitCode = words.length === 0 ? 0 : 2;
    return;
  }
  await verb.run(words.slice(name.split(' ').length));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const isTheirs = error instanceof ConfigError || error instanceof DataDirInUseError || error instanceof UsageError;
  console.error(isTheirs ? error.message : error);
  process.exitCode = 1;
}
