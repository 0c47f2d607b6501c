import { join } from 'node:path';
import { app, dialog, Notification, session } from 'electron';
import type { Core } from '#core/create-core.ts';
import type { Session } from '#core/open-core.ts';
import type { Identity } from '#core/rpc/context.ts';
import { LostStoreError } from '#core/store/lost-store.ts';
import { restoreBackup } from '#core/store/restore.ts';
import { AppError } from '#shared/model/errors.ts';
import { setAppMenu } from './app-menu.ts';
import { registerAppScheme, serveAppScheme } from './app-protocol.ts';
import { createTray } from './app-tray.ts';
import { createPassphraseWindow } from './ask-passphrase.ts';
import { placeOfArguments, placeOfDeepLink } from './deep-link.ts';
import { dataFolderOf } from './desktop-arguments.ts';
import { readFileMap } from './file-map.ts';
import { guardAllContents, guardSession } from './guard.ts';
import { createLog } from './log.ts';
import { portServer } from './serve-port.ts';
import { inProcessClient, startCore } from './start-core.ts';
import { watchActivity } from './watch-activity.ts';
import { createWindows, type Windows } from './windows.ts';

const programFolder = join(import.meta.dirname, '..');
const resource = (name: string): string => join(programFolder, '..', 'resources', name);
const trayIcon = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png';
/** Deployments go on without us, so a core that does not close in time is left to the next start. */
const closeWithinMs = 8_000;

app.enableSandbox();
app.setName('Quayside');
const givenFolder = dataFolderOf(process.argv, process.cwd());
if (givenFolder) app.setPath('userData', join(givenFolder, 'desktop'));
const dataFolder = givenFolder ?? join(app.getPath('userData'), 'data');
registerAppScheme();

const quitAfterClosing = (core: Core, stop: AbortController): void => {
  const state = { isClosed: false };
  app.on('before-quit', (event) => {
    if (state.isClosed) return;
    event.preventDefault();
    stop.abort();
    const late = new Promise((resolve) => setTimeout(resolve, closeWithinMs));
    Promise.race([core.close(), late])
      .catch((error: unknown) =>
        core.services.host.log.error('the core did not close', { error: String(error) }),
      )
      .finally(() => {
        state.isClosed = true;
        app.quit();
      });
  });
};

const watchWork = (core: Core, windows: Windows, stop: AbortController, identity: () => Identity): void => {
  const tray = createTray(resource(trayIcon), { open: windows.open, quit: () => app.quit() });
  const watcher = {
    onActivity: tray.show,
    onNotice: ({ title, body, place }: { title: string; body: string; place: string }) => {
      if (windows.isFocused() || !Notification.isSupported()) return;
      const notification = new Notification({ title, body });
      notification.on('click', () => windows.open(place));
      notification.show();
    },
    onFailure: (error: unknown) =>
      core.services.host.log.warn('activity cannot be followed', { error: String(error) }),
  };
  watchActivity(inProcessClient(core, identity), watcher, stop.signal).catch(watcher.onFailure);
};

const run = async (): Promise<void> => {
  const log = createLog(dataFolder);
  guardAllContents(log);
  await app.whenReady();
  guardSession(session.defaultSession);
  const passphrase = createPassphraseWindow();
  serveAppScheme(readFileMap(join(programFolder, 'renderer')), passphrase.answer);
  const keepRunning = (): void => undefined;
  app.on('window-all-closed', keepRunning);
  const core = await startCore({ dataFolder, log, ask: passphrase.ask });
  const stop = new AbortController();
  let newest: Session | undefined;
  const windows = createWindows({
    preloadPath: join(programFolder, 'preload', 'preload.cjs'),
    iconPath: resource('icon.png'),
    log,
    serve: portServer(core, (session) => {
      newest = session;
    }),
  });
  quitAfterClosing(core, stop);
  setAppMenu({ newWindow: () => windows.add('/'), openHelp: () => windows.open('/help') });
  // The tray tells of the work of whoever is signed in in the newest window.
  watchWork(core, windows, stop, () => newest?.context.connection.identity ?? { type: 'operator' });
  app.on('second-instance', (_event, argv) => windows.open(placeOfArguments(argv)));
  app.on('open-url', (_event, url) => windows.open(placeOfDeepLink(url)));
  app.on('activate', () => windows.open());
  app.off('window-all-closed', keepRunning);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  if (app.isPackaged) app.setAsDefaultProtocolClient('quayside');
  windows.open(placeOfArguments(process.argv));
};

const explain = (error: unknown): string => {
  if (error instanceof AppError) return error.message;
  return `Something unexpected happened: ${String(error)}\n\nThe log is ${join(dataFolder, 'desktop.log')}.`;
};

/** The newest good backup, where the store cannot be opened; what is there now is kept beside it. */
const offerRestore = ({ message }: LostStoreError, backup: string): void => {
  const chosen = dialog.showMessageBoxSync({
    type: 'error',
    message: 'Quayside cannot open its store',
    detail: message,
    buttons: ['Bring this backup back', 'Quit'],
    defaultId: 1,
    cancelId: 1,
  });
  if (chosen !== 0) {
    app.exit(1);
    return;
  }
  try {
    restoreBackup(dataFolder, backup, Date.now());
    app.relaunch();
    app.exit(0);
  } catch (error) {
    dialog.showErrorBox('The backup could not be brought back', explain(error));
    app.exit(1);
  }
};

if (app.requestSingleInstanceLock()) {
  run().catch((error: unknown) => {
    if (error instanceof LostStoreError && error.backup) {
      offerRestore(error, error.backup);
      return;
    }
    const isWish = error instanceof AppError && error.code === 'CANCELLED';
    if (!isWish) dialog.showErrorBox('Quayside cannot open its store', explain(error));
    app.exit(isWish ? 0 : 1);
  });
} else {
  app.quit();
}
