import type { Config } from './config.ts';
import type { Prepared } from './prepare.ts';

/** What the terminal shows when the server is up: where to look, how to log in, what to type first. */
export function welcome(config: Config, { firstUser, pausedSchedules }: Prepared): string {
  const { publicUrl } = config;
  const lines = ['', `Agendador no ar: ${publicUrl}`, ''];
  if (config.ROLE === 'worker')
    return `${lines.join('\n')}Este processo dispara e envia; só responde em /healthz e /readyz.\n\n`;
  if (config.simulator) lines.push(`  Simulador de WhatsApp:  ${publicUrl}/simulador/`);
  lines.push(`  Referência da API:      ${publicUrl}/docs/`);
  if (firstUser) {
    lines.push(
      '',
      `  Usuário: ${firstUser.username}`,
      `  Senha:   ${firstUser.password}   (anote: não aparece de novo)`,
    );
  }
  lines.push('', '  Escreva para o bot:', '  /agendar daqui a 1 minuto grupo vendas modelo bomdia', '');
  if (pausedSchedules > 0) {
    lines.push(
      `  ${pausedSchedules} agendamento(s) feitos no simulador foram pausados: nada deles vai para pessoas de verdade.`,
      '',
    );
  }
  if (config.ignored.length > 0) lines.push(`  Sem uso aqui, ignoradas: ${config.ignored.join(', ')}`, '');
  return `${lines.join('\n')}\n`;
}
