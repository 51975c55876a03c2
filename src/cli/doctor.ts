import { join } from 'node:path';
import { EvolutionConfig } from '../db/entities/index.ts';
import { auditLedger } from '../delivery/audit-ledger.ts';
import { told } from '../delivery/keep-ledger.ts';
import { loadConfig } from '../environment.ts';
import { createTemplates } from '../templates/templates.ts';
import { withDatabase } from './database.ts';

const TEMPLATES = join(import.meta.dirname, '../../templates');

/** Says what is right and what is not, one line each. Exits with 1 when something a send needs is missing. */
export async function doctor(): Promise<void> {
  const check = async (what: string, look: () => Promise<string>) => {
    try {
      console.log(`✅ ${what}: ${await look()}`);
    } catch (error) {
      process.exitCode = 1;
      console.log(`❌ ${what}: ${error instanceof Error ? error.message : error}`);
    }
  };
  const config = loadConfig();
  const sentences = createTemplates({ folder: TEMPLATES });
  await check('Configuração', async () => `${config.publicUrl}, fuso ${config.TIMEZONE}, papel ${config.ROLE}`);
  await check('Banco de dados', () =>
    withDatabase(async ({ em }) => {
      const instances = await em.fork().find(EvolutionConfig, {});
      const list = instances.map(
        ({ name, state, webhook }) => `${name} (${state}, webhook ${webhook?.state ?? 'não registrado'})`,
      );
      return `em dia; instâncias: ${list.join(', ') || 'nenhuma ainda'}`;
    }),
  );
  await check('Conferência dos envios', () =>
    withDatabase(async ({ em, clock }) => {
      const faults = await auditLedger(em.fork(), clock.now());
      if (faults.length === 0) return 'a conta fecha';
      throw new Error(faults.map(fault => sentences.reply(`conferencia/${fault.law}`, told(fault))).join('; '));
    }),
  );
  await check('Servidor', async () => {
    const reply = await fetch(`${config.publicUrl}/readyz`).catch(() => {
      throw new Error(`ninguém responde em ${config.publicUrl} (npm start)`);
    });
    const { database, jobs } = (await reply.json()) as { database: string; jobs: string };
    return `banco ${database}, alarmes ${jobs}`;
  });
  if (config.gateway) {
    const { baseUrl } = config.gateway;
    await check('Gateway', async () => {
      const reply = await fetch(baseUrl, { signal: AbortSignal.timeout(15_000) });
      const { version } = (await reply.json()) as { version?: string };
      return `${baseUrl}, Evolution API ${version ?? '(versão desconhecida)'}`;
    });
  }
}
