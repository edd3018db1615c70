import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { patience } from './expecting.mjs';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const wide = { width: 1440, height: 900 };
export const narrow = { width: 390, height: 844 };

// The headless shell opens a page with a third of the work.
const installed = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);

/**
 * Chromium without a window, and pages in it. Every page has a context of its own, so cookies and stored names
 * are its own too. `page.faults` collects what went wrong in the page: console errors (refusals of the content
 * security policy are among them) and uncaught exceptions.
 */
export async function openBrowser({ executablePath = process.env.CHROMIUM ?? installed } = {}) {
  const browser = await chromium.launch({ executablePath, headless: true, args: flags });

  return {
    async page({ viewport = wide, colorScheme = 'light', touch = false } = {}) {
      const context = await browser.newContext({ viewport, colorScheme, hasTouch: touch, isMobile: touch });
      context.setDefaultTimeout(patience);
      const page = await context.newPage();
      page.faults = [];
      page.on('console', message => message.type() === 'error' && page.faults.push(message.text()));
      page.on('pageerror', error => page.faults.push(String(error)));
      return page;
    },

    close: () => browser.close(),
  };
}

/** The state that the page is in: live, reconnecting, ended... */
export const stateOf = page => page.locator('body').getAttribute('data-state');

export const waitForState = (page, state) => page.locator(`body[data-state="${state}"]`).waitFor();

/** The terminal's visible rows as text, without the blanks at their ends. */
export const screenText = page =>
  page.locator('#terminal .xterm-rows > div').evaluateAll(rows => rows.map(row => row.textContent.replaceAll('\u00a0', ' ').trimEnd()).join('\n'));

/** Waits until the visible rows hold `text`; says what they held if they never do. */
export async function waitForText(page, text) {
  try {
    await page.locator('#terminal .xterm-rows').filter({ hasText: text }).waitFor();
  } catch {
    throw new Error(`Expected ${JSON.stringify(text)} on the screen, saw:\n${await screenText(page)}`);
  }
}
