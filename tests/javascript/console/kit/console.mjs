import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { NwsServer } from '../../kit/nws.mjs';

const require = createRequire(new URL('../../../interop/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const AXE = require.resolve('axe-core');
/** The command. */
export const NWS = process.env.NWS_CLI || fileURLToPath(new URL('../../../../Nws.Hosts/bin/Debug/net10.0/nws', import.meta.url));
const BROWSER = process.env.NWS_CHROMIUM || '/usr/bin/chromium';
const PATIENCE = 30_000;

/** A server of its own with a browser in front of it, for the tests of one file. */
export class Console {
  /**
   * @param {string[]} [args] of `nws serve`
   * @returns {Promise<Console>}
   */
  static async start(...args) {
    if (!existsSync(BROWSER)) throw new Error(`These tests need a browser: install Chromium (Debian: apt-get install chromium) or set NWS_CHROMIUM to its path; there is none at ${BROWSER}.`);
    const started = new Console();
    const env = { ...process.env, NWS_TOKEN: '', NWS_DATA: '' };
    started.process = spawn(NWS, ['serve', '--port', '0', '--web-port', '0', ...args], { stdio: ['ignore', 'pipe', 'inherit'], env });
    const [line] = await once(createInterface(started.process.stdout), 'line');
    started.address = /listening on ([^,\s]+)/.exec(line)[1];
    started.web = /(http:\/\/[^\s]+?)\/?$/.exec(line)[1];
    started.browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    return started;
  }

  /** Ends server and browser. */
  async stop() {
    await this.client?.close();
    await this.browser.close();
    this.process.kill();
    await once(this.process, 'exit');
  }

  /** A client of the server, for what programs do. */
  async connect(token) {
    this.client ??= await NwsServer.connect({ address: this.address, token });
    return this.client;
  }

  /**
   * A window for the time of a test. What goes wrong in it fails the test.
   * @param {import('node:test').TestContext} t
   * @param {object} [options] of the browser's context: `viewport`, `colorScheme`
   */
  async open(t, options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1200, height: 900 }, baseURL: this.web, ...options });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const faults = [];
    page.on('pageerror', (fault) => faults.push(String(fault)));
    page.on('dialog', (dialog) => {
      faults.push(`a script of somebody said ${dialog.message()}`);
      dialog.dismiss();
    });
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy/.test(message.text())) faults.push(message.text());
    });
    t.after(async () => {
      await context.close();
      if (faults.length > 0) throw new Error(faults.join('\n'));
    });
    return page;
  }
}

/** The address of a page. */
export function address(path, parameters = {}) {
  return `${path}?${new URLSearchParams(parameters)}`;
}

/** Opens a page and waits until it shows what it has. */
export async function visit(page, path, parameters) {
  await page.goto(address(path, parameters));
  await page.locator('main[data-ready]').waitFor();
}

/** What axe finds on a page, in words; colours among it. */
export async function findings(page) {
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.impact} ${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}

/** Whether the page is wider than its window, so that one had to move it sideways. */
export function isTooWide(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

/** Keeps a picture of the page, if NWS_SCREENSHOTS names a folder for them. */
export async function picture(page, name) {
  const folder = process.env.NWS_SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
