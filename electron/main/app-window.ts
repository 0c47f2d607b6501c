import { app, BrowserWindow, dialog, MessageChannelMain, type MessagePortMain } from 'electron';
import type { Log } from '#core/host.ts';
import { createHandOff } from './hand-off.ts';
import { appOrigin } from './origin.ts';
import { smallestSize } from './window-bounds.ts';
import { placeOfNextWindow, rememberPlace } from './window-state-file.ts';

export interface WindowParts {
  readonly preloadPath: string;
  readonly iconPath: string;
  readonly log: Log;
  serve(port: MessagePortMain): void;
}

/** A page that crashes more often than this within a minute is left alone. */
const reloadsAMinute = 3;

/** Preferences of every window: sandboxed, isolated, without Node, plugins or webviews. */
export const pagePreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  safeDialogs: true,
} as const;

const reloadAfterCrash = (window: BrowserWindow, revoke: () => void, log: Log): void => {
  const crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    revoke();
    if (reason === 'clean-exit') return;
    log.error('a page crashed', { reason, exitCode });
    const now = Date.now();
    crashes.push(now);
    if (crashes.filter((at) => now - at < 60_000).length <= reloadsAMinute) window.webContents.reload();
  });
};

/** Asks where a page says that what was typed is on no disk yet; Electron alone would leave the window open without a word. */
const askBeforeLoss = (window: BrowserWindow): void => {
  window.webContents.on('will-prevent-unload', (event) => {
    const chosen = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: 'Leave without what you typed?',
      detail: 'This computer could not keep it.',
      buttons: ['Stay', 'Leave'],
      defaultId: 0,
      cancelId: 0,
    });
    if (chosen === 1) event.preventDefault();
  });
};

/** Opens a window at a place inside the application; each load of its page gets a port of its own. */
export const openAppWindow = (place: string, parts: WindowParts): BrowserWindow => {
  const { bounds, isMaximized } = placeOfNextWindow();
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    show: false,
    title: 'Quayside',
    icon: parts.iconPath,
    webPreferences: { ...pagePreferences, preload: parts.preloadPath, devTools: !app.isPackaged },
  });
  const handOff = createHandOff<MessagePortMain>({
    createChannel: () => new MessageChannelMain(),
    serve: parts.serve,
  });
  const { webContents } = window;
  webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) handOff.revoke();
  });
  webContents.on('did-finish-load', () => {
    if (!handOff.toPage(webContents.mainFrame)) parts.log.warn('a page that is not ours got no port');
  });
  window.on('closed', handOff.revoke);
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  reloadAfterCrash(window, handOff.revoke, parts.log);
  askBeforeLoss(window);
  rememberPlace(window, parts.log);
  window
    .loadURL(`${appOrigin}${place}`)
    .catch((error: unknown) => parts.log.error('the page did not load', { error: String(error) }));
  return window;
};
