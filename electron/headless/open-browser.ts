import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const openers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/**
 * Opens the sign-in link in the default browser by way of a page (mode 0600) in the data folder, since the
 * arguments of a process can be read by everybody on the machine. Answers how to remove the page again.
 */
export const openBrowser = (dataFolder: string, link: string): (() => void) => {
  const page = join(dataFolder, 'open.html');
  const html = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${link}"><title>Quayside</title>`;
  rmSync(page, { force: true });
  writeFileSync(page, html, { mode: 0o600, flag: 'wx' });
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...args, pathToFileURL(page).href], { stdio: 'ignore', detached: true });
  opener.on('error', () => process.stderr.write('No browser could be opened; open the link above.\n'));
  opener.unref();
  return () => rmSync(page, { force: true });
};
