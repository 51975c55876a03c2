import { UsageError } from './cli/usage-error.ts';
import { ConfigError } from './config.ts';
import { DataDirInUseError } from './data-dir.ts';

/** One thing that the command line can do. Its code is loaded when it is asked for: reading a phrase needs no database. */
interface Verb {
  usage: string;
  does: string;
  /** @returns what runs with the words after the verb */
  load(): Promise<(args: string[]) => Promise<void>>;
}

const VERBS: Readonly<Record<string, Verb>> = {
  serve: {
    usage: 'serve',
    does: 'sobe o servidor, como npm start',
    load: async () => (await import('./server.ts')).serve,
  },
  migrate: {
    usage: 'migrate [create NOME]',
    does: 'atualiza o banco de dados; create escreve uma migração nova',
    load: async () => (await import('./cli/migrate.ts')).migrateVerb,
  },
  'user create': {
    usage: 'user create NOME [--scope admin]',
    does: 'cria um usuário da API e mostra a senha',
    load: async () => (await import('./cli/accounts.ts')).createUserVerb,
  },
  'token create': {
    usage: 'token create USUÁRIO [--scope admin] [--name NOME]',
    does: 'cria um token da API e mostra uma vez',
    load: async () => (await import('./cli/accounts.ts')).createTokenVerb,
  },
  doctor: {
    usage: 'doctor',
    does: 'confere configuração, bancos e gateway',
    load: async () => (await import('./cli/doctor.ts')).doctor,
  },
  parse: {
    usage: 'parse [--phrase]',
    does: 'lê comandos (JSON, um por linha) e escreve as leituras',
    load: async () => (await import('./cli/parse.ts')).parse,
  },
  chat: {
    usage: 'chat',
    does: 'conversa com o bot pelo terminal, como dono',
    load: async () => (await import('./cli/chat.ts')).chatVerb,
  },
  'env-example': {
    usage: 'env-example',
    does: 'reescreve o .env.example a partir do código',
    load: async () => (await import('./cli/env-example.ts')).envExample,
  },
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
  const run = await verb.load();
  await run(words.slice(name.split(' ').length));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const isTheirs = error instanceof ConfigError || error instanceof DataDirInUseError || error instanceof UsageError;
  console.error(isTheirs ? error.message : error);
  process.exitCode = 1;
}
