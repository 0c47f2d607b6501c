import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const passphrase = 'correct horse battery';

const programs: Readonly<Record<string, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
  win32: 'electron.exe',
};

/** Electron's program, or undefined where it is not on this machine. */
export const electronProgram = (): string | undefined => {
  const folders = [process.env.ELECTRON_OVERRIDE_DIST_PATH, join(root, 'node_modules/electron/dist')];
  return folders
    .flatMap((folder) => (folder ? [join(folder, programs[process.platform] ?? 'electron')] : []))
    .find((path) => existsSync(path));
};

export interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  readonly args: string[];
  close(): Promise<void>;
}

/** Types the passphrase where this session has no keychain; the page has no scripts, so only keys reach it. */
const unlock = async (app: ElectronApplication, question: Page): Promise<Page> => {
  const next = app.waitForEvent('window');
  await question.waitForLoadState();
  for (const key of [passphrase, 'Tab', passphrase, 'Enter']) {
    await (key === passphrase ? question.keyboard.type(key) : question.keyboard.press(key));
  }
  return next;
};

/** Starts the built desktop on an empty data folder and waits for its page. */
export const openDesktop = async (): Promise<Desktop> => {
  const executablePath = electronProgram();
  if (!executablePath) throw new Error("Electron's program is not on this machine");
  const dataFolder = mkdtempSync(join(tmpdir(), 'quayside-electron-'));
  const noSandbox = process.platform === 'linux' && process.env.CI ? ['--no-sandbox'] : [];
  const args = [...noSandbox, root, '--data', dataFolder];
  const app = await _electron.launch({ executablePath, args });
  const first = await app.firstWindow();
  await first.waitForURL(/^app:/);
  const page = first.url().startsWith('app://unlock/') ? await unlock(app, first) : first;
  await page.waitForURL(/^app:\/\/quayside\//);
  return {
    app,
    page,
    dataFolder,
    args,
    close: async () => {
      await app.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
};
