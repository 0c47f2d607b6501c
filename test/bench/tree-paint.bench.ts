import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import Sqlite from 'better-sqlite3';
import { launchChromium } from '#test/support/launch-chromium.ts';
import { dataFolder, seedHugeStore, startHeadlessHost } from './headless-host.ts';
import { bound, type Measured, printTable, summarize } from './measure.ts';

/**
 * The tree in a real Chromium, served by the headless host. A keystroke's time is all that the page's main thread
 * did for it until it was idle again (script, style, layout, paint), as Chromium counts it.
 */
const frameMs = 16.7;
const firstPaintMs = 300;
const loads = 4;
const typed = ['web-1', 'search', 'production', 'project-1', 'billing', 'mail-20'];

/** What the page notes about itself. */
interface Notes {
  arrivedAt: number;
  parsedAt: number;
  paintedAt: number;
}
type NotedWindow = Window & { notes: Notes };

/** Runs in the page before anything of it: notes when the tree's data came, was parsed, and was painted. */
const takeNotes = (): void => {
  const big = 500_000;
  const notes: Notes = { arrivedAt: 0, parsedAt: 0, paintedAt: 0 };
  Object.assign(window, { notes });
  const afterFrame = (act: () => void): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = act;
      port2.postMessage(null);
    });
  };
  class NotedSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        const size = typeof data === 'string' ? data.length : (data.size ?? data.byteLength);
        if (size > big && notes.arrivedAt === 0) notes.arrivedAt = performance.now();
      });
    }
  }
  Object.assign(window, { WebSocket: NotedSocket });
  const { parse } = JSON;
  JSON.parse = (text, reviver) => {
    const value = parse(text, reviver);
    if (text.length > big && notes.parsedAt === 0) notes.parsedAt = performance.now();
    return value;
  };
  new MutationObserver((_, observer) => {
    if (notes.parsedAt === 0 || !document.querySelector('[role=treeitem]')) return;
    observer.disconnect();
    afterFrame(() => {
      notes.paintedAt = performance.now();
    });
  }).observe(document, { childList: true, subtree: true });
};

const notesOf = (page: Page): Promise<Notes> => page.evaluate(() => (window as unknown as NotedWindow).notes);

const settleMs = 60;

/** Types into the filter and answers what each keystroke cost the page's main thread, in nanoseconds. */
const typeAll = async (page: Page, field: string): Promise<number[]> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const busyMs = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
  };
  const input = page.locator(field);
  await input.focus();
  const samples: number[] = [];
  for (const text of ['warm', ...typed]) {
    for (const sign of text) {
      const before = await busyMs();
      await page.keyboard.type(sign);
      await page.waitForTimeout(settleMs);
      if (text !== 'warm') samples.push(((await busyMs()) - before) * 1e6);
    }
    await input.fill('');
    await page.waitForTimeout(settleMs);
  }
  return samples;
};

const p95 = (samples: readonly number[]): number =>
  samples.toSorted((a, b) => a - b)[Math.floor(samples.length * 0.95)] ?? Number.NaN;

/** Opens the application again and again on a store, then types into its filter. */
const measureTree = async (browser: Browser, link: string) => {
  const [fromArrival, fromParse]: [number[], number[]] = [[], []];
  let keystrokes: number[] = [];
  for (let load = 0; load < loads; load += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.addInitScript(takeNotes);
    await page.goto(link);
    await page.waitForFunction(() => (window as unknown as NotedWindow).notes.paintedAt > 0);
    const { arrivedAt, parsedAt, paintedAt } = await notesOf(page);
    fromArrival.push((paintedAt - arrivedAt) * 1e6);
    fromParse.push((paintedAt - parsedAt) * 1e6);
    if (load === loads - 1) keystrokes = await typeAll(page, '[aria-label="Filter the tree"]');
    await context.close();
  }
  return { fromArrival, fromParse, keystrokes };
};

/** The peer: every row an element of a plain list, the filter hides those without the text. */
const measurePlainList = async (browser: Browser, rows: number) => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto('about:blank');
  const paint = await page.evaluate(async (count) => {
    const words = ['web', 'api', 'worker', 'mail', 'search', 'billing', 'auth', 'cron', 'cache', 'media'];
    const names = Array.from({ length: count }, (_, at) => `${words[at % 10]}-${Math.floor(at / 400) + 1}`);
    const started = performance.now();
    const input = document.createElement('input');
    const list = document.createElement('ul');
    const items = names.map((name) => {
      const item = document.createElement('li');
      item.textContent = name;
      return item;
    });
    list.append(...items);
    document.body.append(input, list);
    input.addEventListener('input', () => {
      for (const [at, item] of items.entries()) item.hidden = !names[at]?.includes(input.value);
    });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - started;
  }, rows);
  const keystrokes = await typeAll(page, 'input');
  await page.close();
  return { paint: [paint * 1e6], keystrokes };
};

/** Copies each service nine times below its environment, straight in the file. */
const multiplyServices = (path: string): void => {
  const database = new Sqlite(join(path, 'quayside.db'));
  database.transaction(() => {
    for (let copy = 1; copy <= 9; copy += 1) {
      database.exec(`
        INSERT INTO node (id, kind, parent_id, organization_id, name)
          SELECT id || 'c${copy}', kind, parent_id, organization_id, name || 'c${copy}' FROM node
          WHERE kind = 'service' AND id NOT LIKE '%c_';
        INSERT INTO service (id, description, type, state, created_at)
          SELECT id || 'c${copy}', description, type, state, created_at FROM service WHERE id NOT LIKE '%c_';`);
    }
  })();
  database.close();
  // What was changed behind the host's back has another checksum.
  rmSync(join(path, 'quayside.db.sha256'), { force: true });
};

const report = (title: string, rows: Measured[], keystrokes: readonly number[]): void => {
  printTable(`${title} (load average ${loadavg()[0]?.toFixed(1)})`, rows);
  const found = p95(keystrokes) / 1e6;
  bound(`filter keystroke at most ${frameMs} ms at p95`, found <= frameMs, `${found.toFixed(1)} ms`);
};

using folder = dataFolder();
await seedHugeStore(folder.path);
const browser = await launchChromium();
try {
  const small = await startHeadlessHost(folder.path);
  const tree = await measureTree(browser, `${small.url}/#token=${small.token}`);
  await small.stop();
  const plain = await measurePlainList(browser, 10_000);
  report(
    '10,000 services',
    [
      summarize('tree, data arrived to painted', tree.fromArrival),
      summarize('plain list of 10,000, painted', plain.paint),
      summarize('tree, filter keystroke', tree.keystrokes),
      summarize('plain list, filter keystroke', plain.keystrokes),
    ],
    tree.keystrokes,
  );
  const painted = summarize('', tree.fromArrival).medianNs / 1e6;
  bound(
    `first paint at most ${firstPaintMs} ms after the data`,
    painted <= firstPaintMs,
    `${painted.toFixed(0)} ms`,
  );

  multiplyServices(folder.path);
  const large = await startHeadlessHost(folder.path);
  const alone = await measureTree(browser, `${large.url}/#token=${large.token}`);
  await large.stop();
  report(
    '100,000 services, the tree alone (from the parsed answer)',
    [
      summarize('tree, parsed to painted', alone.fromParse),
      summarize('tree, filter keystroke', alone.keystrokes),
    ],
    alone.keystrokes,
  );
  const paintedAlone = summarize('', alone.fromParse).medianNs / 1e6;
  bound(
    `first paint at most ${firstPaintMs} ms`,
    paintedAlone <= firstPaintMs,
    `${paintedAlone.toFixed(0)} ms`,
  );
} finally {
  await browser.close();
}
