import { createInterface } from 'node:readline/promises';
import { loadConfig } from '../environment.ts';
import { UsageError } from './usage-error.ts';

/** A conversation with the running server, line by line, through `/api/commands/`. */
export async function chatVerb(): Promise<void> {
  const { publicUrl, ADMIN_USERNAME } = loadConfig();
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const token =
      process.env.AGENDADOR_TOKEN ??
      (await logIn(publicUrl, ADMIN_USERNAME, await terminal.question(`Senha de ${ADMIN_USERNAME}: `)));
    terminal.setPrompt('> ');
    terminal.prompt();
    for await (const text of terminal) {
      if (text.trim() !== '') console.log(`\n${await say(publicUrl, token, text)}\n`);
      terminal.prompt();
    }
  } finally {
    terminal.close();
  }
}

async function logIn(publicUrl: string, username: string, password: string): Promise<string> {
  const { token, detail } = await post(`${publicUrl}/api-token-auth/`, { username, password });
  if (typeof token !== 'string') throw new UsageError(String(detail ?? 'não foi possível entrar'));
  return token;
}

async function say(publicUrl: string, token: string, text: string): Promise<string> {
  const { reply, detail } = await post(`${publicUrl}/api/commands/`, { text }, token);
  return String(reply ?? detail);
}

async function post(url: string, body: object, token?: string): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Token ${token}` } : {}) };
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => {
    throw new UsageError(`ninguém responde em ${new URL(url).origin}: suba o servidor com npm start`);
  });
  return (await reply.json()) as Record<string, unknown>;
}
