import { z } from 'zod';

/** Python and shell spellings alike: the `.env` of the system before this one works unchanged. */
const flag = z
  .string()
  .trim()
  .toLowerCase()
  .refine(text => /^(true|false|1|0|yes|no|on|off)$/.test(text), 'use True ou False')
  .transform(text => /^(true|1|yes|on)$/.test(text));

const isTimezone = (name: string) => {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
};

const optional = z.string().trim().min(1).optional();
const url = z
  .url({ protocol: /^https?$/, error: 'use um endereço http:// ou https://' })
  .transform(text => text.replace(/\/+$/, ''));
const port = (fallback: number) =>
  z.coerce.number({ error: 'use um número' }).int().min(0).max(65535).default(fallback);
const list = z
  .string()
  .default('')
  .transform(text =>
    text
      .split(',')
      .map(part => part.trim())
      .filter(part => part !== ''),
  );

/** Every variable, its default and what it means; `.env.example` is written from the descriptions. */
export const environmentSchema = z.object({
  SECRET_KEY: optional.describe(
    'Cifra as chaves do gateway e deriva os segredos dos webhooks. Obrigatória com DB_HOST; sem ele é gerada em DATA_DIR.',
  ),
  DEBUG: flag.prefault('false').describe('Erros detalhados e registros legíveis.'),
  HOST: z.string().default('127.0.0.1').describe('Endereço em que o servidor escuta.'),
  PORT: port(8000).describe('Porta em que o servidor escuta.'),
  PUBLIC_URL: url
    .optional()
    .describe('Onde o gateway nos alcança; o webhook é registrado lá. Padrão: http://HOST:PORT.'),
  DATA_DIR: z.string().default('./data').describe('Bancos embutidos e arquivos de mídia.'),
  DB_HOST: optional.describe('MySQL 8.4 ou mais novo; sem ele, SQLite em DATA_DIR.'),
  DB_PORT: port(3306).describe('Porta do MySQL.'),
  DB_NAME: z.string().default('whatsapp_scheduler').describe('Banco de dados do MySQL.'),
  DB_USER: z.string().default('root').describe('Usuário do MySQL.'),
  DB_PASSWORD: z.string().default('').describe('Senha do MySQL; pode ser vazia.'),
  MONGODB_URL: optional.describe('MongoDB para os alarmes (Agenda); sem ele, SQLite em DATA_DIR.'),
  EVOLUTION_API_BASE_URL: url.optional().describe('Endereço da Evolution API; sem ele, o simulador.'),
  EVOLUTION_API_KEY: optional.describe('Chave da instância na Evolution API.'),
  EVOLUTION_INSTANCE_NAME: optional.describe('Nome da instância na Evolution API.'),
  WEBHOOK_SECRET: optional.describe('Segredo dos webhooks dessa instância; sem ele, é derivado de SECRET_KEY.'),
  ADMIN_NUMBERS: list.describe(
    'Telefones dos donos (E.164, separados por vírgula); incluídos a cada início se faltarem.',
  ),
  SELF_CHAT: flag
    .prefault('true')
    .describe('O que o dono escreve para si mesmo, no aparelho do próprio número do bot, vale como comando.'),
  ADMIN_USERNAME: z.string().default('admin').describe('Primeiro usuário da API e do painel.'),
  ADMIN_PASSWORD: optional.describe('Senha dele; sem ela, uma é gerada e mostrada uma vez.'),
  TIMEZONE: z
    .string()
    .default('America/Sao_Paulo')
    .refine(isTimezone, 'fuso desconhecido: use um nome IANA, como America/Sao_Paulo')
    .describe('Fuso (IANA) dos agendamentos que não dizem outro.'),
  CONFIRM: z
    .enum(['risky', 'always', 'never'])
    .default('risky')
    .describe('Quando o bot pergunta antes de agendar: risky, always ou never.'),
  UNCERTAIN_WAIT_SECONDS: z.coerce
    .number({ error: 'use um número' })
    .int()
    .min(1)
    .max(3600)
    .default(60)
    .describe(
      'Quanto esperar (s) antes de procurar no gateway uma mensagem que talvez não tenha saído; quatro vezes isso depois, decide-se.',
    ),
  SIMULATOR: flag.optional().describe('Serve /simulador/. Padrão: ligado sem gateway.'),
  ROLE: z
    .enum(['all', 'api', 'worker'])
    .default('all')
    .describe('all, api (webhook, caixa de entrada, respostas) ou worker (dispara e envia).'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Nível dos registros.'),
  CORS_ORIGINS: list.describe('Origens de um frontend em outro endereço, separadas por vírgula.'),
  TRUST_PROXY: flag.prefault('false').describe('Atrás de um proxy (nginx): confia em X-Forwarded-*.'),
  ALERT_WEBHOOK_URL: url.optional().describe('Reservada: avisos a um endereço de fora.'),
  HEARTBEAT_URL: url.optional().describe('Reservada: sinal de vida a um endereço de fora.'),
});

type Environment = z.output<typeof environmentSchema>;

/** The configuration: read once, passed as values. */
export interface Config extends Environment {
  readonly publicUrl: string;
  readonly database:
    | { kind: 'sqlite' }
    | { kind: 'mysql'; host: string; port: number; name: string; user: string; password: string };
  readonly gateway: { baseUrl: string; apiKey: string; instanceName: string } | null;
  readonly simulator: boolean;
  /** Names that the earlier system read and this one does not; reported in one line. */
  readonly ignored: readonly string[];
}

/** All faults of the environment at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `A configuração tem ${faults.length === 1 ? 'um problema' : `${faults.length} problemas`}:\n${faults.map(fault => `  - ${fault}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

/**
 * Checks the environment.
 *
 * @param env variables by name; an empty one counts as unset, except DB_PASSWORD
 * @throws ConfigError naming every fault
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  const faults = parsed.success ? [] : parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`);
  faults.push(...missingTogether(given));
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  const values = parsed.data;
  const { DB_HOST: host, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD } = values;
  return {
    ...values,
    publicUrl: values.PUBLIC_URL ?? `http://${values.HOST}:${values.PORT}`,
    database: host
      ? { kind: 'mysql', host, port: DB_PORT, name: DB_NAME, user: DB_USER, password: DB_PASSWORD }
      : { kind: 'sqlite' },
    gateway: values.EVOLUTION_API_BASE_URL
      ? {
          baseUrl: values.EVOLUTION_API_BASE_URL,
          apiKey: values.EVOLUTION_API_KEY!,
          instanceName: values.EVOLUTION_INSTANCE_NAME!,
        }
      : null,
    simulator: values.SIMULATOR ?? !values.EVOLUTION_API_BASE_URL,
    ignored: Object.keys(given).filter(name => name.startsWith('CELERY_')),
  };
}

const GATEWAY = ['EVOLUTION_API_BASE_URL', 'EVOLUTION_API_KEY', 'EVOLUTION_INSTANCE_NAME'];

/** What one variable demands of another. */
function missingTogether(given: Readonly<Record<string, unknown>>): string[] {
  const faults: string[] = [];
  if (given.DB_HOST && !given.SECRET_KEY) {
    faults.push('SECRET_KEY: obrigatória com DB_HOST, porque todos os processos precisam da mesma');
  }
  const missing = GATEWAY.filter(name => !given[name]);
  if (missing.length < GATEWAY.length) faults.push(...missing.map(name => `${name}: as três EVOLUTION_* vêm juntas`));
  return faults;
}

/** The text of `.env.example`: each variable with its meaning and its default. */
export function environmentExample(): string {
  const lines = [
    '# Copie para .env e mude o que precisar. Tudo tem um padrão que funciona sem nenhum serviço de fora.',
    '',
  ];
  for (const [name, schema] of Object.entries(environmentSchema.shape)) {
    const fallback = schema.safeParse(undefined);
    const shown = fallback.success && fallback.data !== undefined ? envText(fallback.data) : '';
    lines.push(`# ${schema.description}`, `# ${name}=${shown}`, '');
  }
  lines.push('# Só o docker-compose.yml lê esta.', '# MYSQL_ROOT_PASSWORD=', '');
  return lines.join('\n');
}

function envText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return Array.isArray(value) ? value.join(',') : String(value);
}
