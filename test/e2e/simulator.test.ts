import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM_PATH, launchBrowser } from '../helpers/browser.ts';
import { freePort, type ServerProcess, startServer, temporaryFolder } from '../helpers/server-process.ts';

/** Where pictures go, for whoever wants to look at them. */
const { SCREENSHOTS } = process.env;

describe.skipIf(CHROMIUM_PATH === '')(
  'from an empty folder to a delivered message, in Chromium (runs where CHROMIUM_PATH is set)',
  { timeout: 90_000 },
  () => {
    let browser: Browser;
    let folder: ReturnType<typeof temporaryFolder>;
    let server: ServerProcess;
    beforeAll(async () => {
      browser = await launchBrowser();
      folder = temporaryFolder();
      server = await startServer({ port: await freePort(), env: { DATA_DIR: folder.path } });
    });
    afterAll(async () => {
      await browser?.close();
      expect(await server?.stop()).toBe(0);
      folder?.remove();
    });

    const visit = async (width: number, height: number) => {
      const page = await browser.newPage({ viewport: { width, height }, locale: 'pt-BR' });
      page.setDefaultTimeout(15_000);
      await page.goto(`${server.url}/simulador/`);
      return page;
    };
    const write = async (page: Page, text: string) => {
      await page.getByLabel('Mensagem', { exact: true }).fill(text);
      await page.keyboard.press('Enter');
    };
    const bubble = (page: Page, text: string) => page.locator('.message').filter({ hasText: text });

    test('the terminal shows where to look, how to log in and what to write', () => {
      expect(server.output()).toContain(`${server.url}/simulador/`);
      expect(server.output()).toMatch(/Usuário: admin\n\s*Senha:\s+\S{12,}/);
      expect(server.output()).toContain('/agendar daqui a 1 minuto grupo vendas modelo bomdia');
    });

    test('a command, its reply, a night in a second, and the message in the group', async () => {
      const page = await visit(1280, 800);
      await write(page, '/agendar todo dia 9h grupo vendas modelo bomdia');
      await bubble(page, 'Agendado: nº 1').waitFor();
      await bubble(page, 'Próximos envios').waitFor();
      if (SCREENSHOTS) await page.screenshot({ path: `${SCREENSHOTS}/simulador-1280.png` });

      await page.getByRole('button', { name: 'até amanhã 9h' }).click();
      const group = page.getByRole('link', { name: /^vendas/ });
      await group.filter({ hasText: 'não lidas' }).waitFor();
      await group.click();
      await bubble(page, 'Bom dia!').first().waitFor();
      if (SCREENSHOTS) await page.screenshot({ path: `${SCREENSHOTS}/simulador-grupo.png` });
      await page.close();
    });

    test('on a phone: what is not understood is refused with a line to copy', async () => {
      const page = await visit(390, 844);
      await page.getByRole('link', { name: 'Agendador' }).first().click();
      await write(page, '/agendar amanhã grupo suporte modelo bomdia');
      await bubble(page, 'Faltou a hora').waitFor();
      if (SCREENSHOTS) await page.screenshot({ path: `${SCREENSHOTS}/simulador-390.png` });
      await page.close();
    });
  },
);
