import { type Browser, chromium } from 'playwright-core';

/** Debian's Chromium; empty where there is none, and then its tests are skipped. */
export const CHROMIUM_PATH = process.env.CHROMIUM_PATH ?? '';

const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** A browser that asks nobody but the pages it is given. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM_PATH,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...QUIET],
  });
}
