import { z } from 'zod';
import { ok } from '../answers.ts';
import type { Api } from '../endpoint.ts';
import type { ApiDeps } from '../options.ts';

const command = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1)
    .max(4096)
    .meta({ description: 'Como no chat: "/agendar todo dia 9h grupo vendas modelo bomdia"' }),
});
const answer = z
  .object({
    ok: z.boolean(),
    reply: z.string().meta({ description: 'O que o bot responderia.' }),
    question: z.object({ id: z.number().int(), options: z.array(z.string()), expires_at: z.string() }).nullable(),
    result: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'CommandAnswer' });

/** `/api/commands/`: what the chat can do, as the token's user; which commands she may run is her role's matter. */
export function registerCommands(api: Api, deps: Pick<ApiDeps, 'runCommand'>): void {
  api.add({
    method: 'POST',
    path: '/api/commands/',
    summary: 'Executa um comando do chat',
    scope: 'read',
    body: command,
    answers: { 200: answer },
    handle: async ({ caller, body }) => ok(await deps.runCommand(caller.actor, body.text)),
  });
}
