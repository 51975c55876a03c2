import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CHROMIUM_PATH, launchBrowser } from '../helpers/browser.ts';
import { type EchoBot, startEchoBot } from './echo-bot.ts';
import { ADMIN, type StartedSimulator, sendTextTo, startSimulator, VENDAS } from './start-simulator.ts';

describe.skipIf(CHROMIUM_PATH === '')(
  'the page in Chromium (runs where CHROMIUM_PATH is set)',
  { timeout: 60_000 },
  () => {
    let browser: Browser;
    let simulator: StartedSimulator;
    let bot: EchoBot;
    let page: Page;
    let complaints: string[];

    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser?.close());

    beforeEach(async () => {
      simulator = await startSimulator({ receiptDelayMs: 60 });
      bot = await startEchoBot(simulator);
      await visit({ width: 1280, height: 800 });
    });
    afterEach(async () => {
      await page.close();
      await simulator.close();
      await bot.close();
    });

    async function visit(viewport: { width: number; height: number }): Promise<void> {
      await page?.close();
      complaints = [];
      page = await browser.newPage({ viewport, locale: 'pt-BR' });
      page.setDefaultTimeout(20_000);
      page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', error => complaints.push(error.message));
      page.on('request', request => {
        if (!request.url().startsWith(simulator.origin)) complaints.push(`asked ${request.url()}`);
      });
      await page.goto(`${simulator.origin}/simulador/`);
      await page.getByRole('link', { name: 'Agendador' }).first().waitFor();
    }

    const bubbles = () => page.locator('.message');

    test('a command is typed, read by the bot, and answered, without a request to anybody else', async () => {
      await page.getByLabel('Mensagem', { exact: true }).fill('/status');
      await page.keyboard.press('Enter');
      await bubbles().filter({ hasText: 'recebi: /status' }).waitFor();
      await bubbles().filter({ hasText: 'lida' }).filter({ hasText: '/status' }).first().waitFor();
      await page.locator('.message:has-text("recebi") .ticks[data-status="READ"]').waitFor();
      expect(await page.getByLabel('Mensagem', { exact: true }).inputValue()).toBe('');
      expect(complaints).toEqual([]);
    });

    test('an example is put into the box, not sent', async () => {
      await page.getByRole('button', { name: '/agendamentos' }).click();
      expect(await page.getByLabel('Mensagem', { exact: true }).inputValue()).toBe('/agendamentos');
      expect(await bubbles().count()).toBe(0);
    });

    test('a message to a group shows up live: in the list as unread, then in the group', async () => {
      await sendTextTo(simulator, VENDAS, 'Bom dia, *vendas*!');
      const group = page.getByRole('link', { name: /^vendas/ });
      await group.filter({ hasText: '1 não lidas' }).waitFor();
      await group.click();
      await page.locator('.message strong', { hasText: 'vendas' }).waitFor();
      expect(await page.getByRole('heading', { level: 2, name: 'vendas' }).count()).toBe(1);
    });

    test('everything is reached by keyboard: list, message, reaction, answer', async () => {
      await sendTextTo(simulator, '5511900000001', 'Confirma?');
      await bubbles().first().waitFor();
      await page.getByRole('link', { name: 'Ir para a caixa' }).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Shift+Tab');
      await bubbles().first().focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('img', { name: '👍 de Marina Duarte' }).waitFor();
      await bubbles().first().focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.keyboard.type('sim');
      await page.keyboard.press('Enter');
      await page.locator('.message.is-mine .quote', { hasText: 'Confirma?' }).waitFor();
      expect(complaints).toEqual([]);
    });

    test('news of a message does not take the focus from the button that somebody is about to press', async () => {
      const sent = await sendTextTo(simulator, '5511900000001', 'Confirma?');
      await bubbles().first().focus();
      await page.getByRole('button', { name: 'Reagir com 👍' }).focus();
      const reaction = { message_id: sent.body.key.id, author: ADMIN, emoji: '🙏' };
      expect((await simulator.page('POST', '/reacoes', reaction)).status).toBe(200);
      await page.getByRole('img', { name: /🙏/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('img', { name: /👍 de Marina Duarte/ }).waitFor();
    });

    test('text from people is never markup', async () => {
      await sendTextTo(simulator, '5511900000001', '<img src=x onerror=alert(1)> _oi_');
      await bubbles().filter({ hasText: '<img src=x' }).waitFor();
      expect(await page.locator('.message img').count()).toBe(0);
      expect(await page.locator('.message em').textContent()).toBe('oi');
    });

    test('the connection is cut and restored, and a failure is planned, in sight of everybody', async () => {
      await page.getByRole('radio', { name: /Sem rede/ }).check();
      await page.getByText('nada entra e nada sai').waitFor();
      await page.getByRole('radio', { name: /^Conectado/ }).check();
      await page.getByLabel('O que acontece').selectOption({ label: 'número sem WhatsApp (400)' });
      await page.getByRole('button', { name: 'Aplicar' }).click();
      await page.getByText('O próximo envio vai dar errado: número sem WhatsApp (400).').waitFor();
      expect((await sendTextTo(simulator, VENDAS)).status).toBe(400);
      await page.locator('#notice').waitFor({ state: 'hidden' });
    });

    test('on a phone the list and the conversation take turns and nothing is cut off', async () => {
      await visit({ width: 390, height: 844 });
      const fits = () => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');
      expect(await page.locator('main').isVisible()).toBe(false);
      await page.getByRole('link', { name: 'Agendador' }).first().click();
      await page.getByRole('button', { name: 'Enviar' }).waitFor();
      expect(await page.locator('nav').isVisible()).toBe(false);
      expect(await fits()).toBe(true);
      await page.getByRole('button', { name: 'Bastidores' }).click();
      expect(await fits()).toBe(true);
      await page.getByRole('button', { name: 'Fechar' }).click();
      await page.getByRole('link', { name: 'Voltar às conversas' }).click();
      await page.getByRole('navigation', { name: 'Conversas' }).waitFor();
      expect(complaints).toEqual([]);
    });
  },
);
