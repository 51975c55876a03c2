import { z } from 'zod';
import { ok } from '../answers.ts';
import type { Api } from '../endpoint.ts';
import type { ApiDeps } from '../options.ts';

const settings = z
  .object({
    version: z.string(),
    timezone: z.string().meta({ description: 'IANA; dos agendamentos que não dizem outro.' }),
    confirm: z.enum(['risky', 'always', 'never']).meta({ description: 'Quando o bot pergunta antes de agendar.' }),
    self_chat: z.boolean().meta({ description: 'O que o dono escreve para si mesmo vale como comando.' }),
    simulator: z.boolean().meta({ description: 'Serve /simulador/.' }),
    public_url: z.string().meta({ description: 'Onde o gateway nos encontra.' }),
  })
  .meta({ id: 'Settings' });

/** `/api/settings/`: how this installation is set up. It is read only: the environment decides, and is read at the start. */
export function registerSettings(
  api: Api,
  { work: { timezone }, publicUrl, settings: given }: Pick<ApiDeps, 'work' | 'publicUrl' | 'settings'>,
): void {
  const answer: z.output<typeof settings> = {
    version: given.version,
    timezone,
    confirm: given.confirm,
    self_chat: given.selfChat,
    simulator: given.simulator,
    public_url: publicUrl,
  };
  api.add({
    method: 'GET',
    path: '/api/settings/',
    summary: 'Como esta instalação está configurada',
    scope: 'read',
    answers: { 200: settings },
    handle: async () => ok(answer),
  });
}
