import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

/**
 * The part of Electron that the main process uses, played by plain objects that remember what was asked of them.
 * It stands in where no Electron binary can be had; the smoke suite (test/e2e/electron) runs the real one.
 */
type Handler = (request: Request) => Promise<Response>;
type Prevented = { defaultPrevented: boolean; preventDefault(): void };

export const preventable = <T extends object>(fields: T): T & Prevented => ({
  ...fields,
  defaultPrevented: false,
  preventDefault() {
    this.defaultPrevented = true;
  },
});

class FakeContents extends EventEmitter {
  url = '';
  readonly ports: MessagePort[] = [];
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  readonly mainFrame = {
    parent: null,
    origin: '',
    url: '',
    isDestroyed: () => false,
    postMessage: (channel: string, _message: unknown, ports: MessagePort[]): void => {
      if (channel === 'quayside:port') this.ports.push(...ports);
    },
  };

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }

  getURL(): string {
    return this.url;
  }

  reload(): void {
    this.load(this.url);
  }

  /** What Chromium does with an address: a navigation begins, the page loads, the load ends. */
  load(url: string): void {
    this.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    this.url = url;
    this.mainFrame.url = url;
    this.mainFrame.origin = `${URL.parse(url)?.protocol}//${URL.parse(url)?.host}`;
    this.emit('did-finish-load');
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  static focused: BrowserWindow | null = null;
  static getFocusedWindow = (): BrowserWindow | null => BrowserWindow.focused;
  readonly webContents = new FakeContents();
  readonly options: { webPreferences: Record<string, unknown> };

  constructor(options: { webPreferences: Record<string, unknown> }) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    await Promise.resolve();
    this.webContents.load(url);
  }

  close(): void {
    this.emit('close');
    BrowserWindow.all.splice(BrowserWindow.all.indexOf(this), 1);
    this.emit('closed');
    if (BrowserWindow.all.length === 0) app.emit('window-all-closed');
  }

  isDestroyed = (): boolean => !BrowserWindow.all.includes(this);
  removeMenu = (): void => undefined;
  show = (): void => undefined;
  focus = (): void => undefined;
  maximize = (): void => undefined;
  restore = (): void => undefined;
  isMinimized = (): boolean => false;
  isMaximized = (): boolean => false;
  getNormalBounds = (): object => ({ x: 10, y: 20, width: 1000, height: 700 });
}

class FakeApp extends EventEmitter {
  readonly paths: Record<string, string> = { userData: `${tmpdir()}/quayside-fake-electron` };
  isPackaged = false;
  isSandboxed = false;
  exitCode: number | undefined;
  enableSandbox(): void {
    this.isSandboxed = true;
  }
  setPath(name: string, path: string): void {
    this.paths[name] = path;
  }
  getPath = (name: string): string => this.paths[name] ?? '';
  setName = (): void => undefined;
  getVersion = (): string => '0.0.0';
  whenReady = async (): Promise<void> => undefined;
  requestSingleInstanceLock = (): boolean => true;
  exit(code: number): void {
    this.exitCode = code;
    this.emit('fake-exit');
  }
  /** Quits unless a listener asks for time, as Electron does. */
  quit(): void {
    const event = preventable({});
    this.emit('before-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }
}
export const app = new FakeApp();

export const protocol = {
  privileged: [] as unknown[],
  handlers: new Map<string, Handler>(),
  registerSchemesAsPrivileged: (schemes: unknown[]): void => {
    protocol.privileged.push(...schemes);
  },
  handle: (scheme: string, handler: Handler): void => {
    protocol.handlers.set(scheme, handler);
  },
};

type Permission = (contents: null, name: string, answer: unknown, details: unknown) => unknown;
type RequestListener = (details: { url: string }, answer: (result: { cancel: boolean }) => void) => void;
const defaultSession = {
  permissionRequest: undefined as Permission | undefined,
  permissionCheck: undefined as Permission | undefined,
  request: undefined as RequestListener | undefined,
  setPermissionRequestHandler: (handler: Permission): void => {
    defaultSession.permissionRequest = handler;
  },
  setPermissionCheckHandler: (handler: Permission): void => {
    defaultSession.permissionCheck = handler;
  },
  setDevicePermissionHandler: (): void => undefined,
  webRequest: {
    onBeforeRequest: (listener: RequestListener): void => {
      defaultSession.request = listener;
    },
  },
};
export const session = { defaultSession };

export class Notification extends EventEmitter {
  static readonly shown: Notification[] = [];
  static isSupported = (): boolean => true;
  readonly options: { title: string; body: string };
  constructor(options: { title: string; body: string }) {
    super();
    this.options = options;
  }
  show(): void {
    Notification.shown.push(this);
  }
}

export const Menu = {
  buildFromTemplate: (template: object[]) => ({ template }),
  setApplicationMenu: (): void => undefined,
};
export class Tray extends EventEmitter {
  static lastMenu: { label?: string }[] = [];
  setToolTip = (): void => undefined;
  setContextMenu(menu: { template: { label?: string }[] }): void {
    Tray.lastMenu = menu.template;
  }
}
export const nativeImage = { createFromPath: (path: string) => ({ path }) };
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] };
export const shell = {
  opened: [] as string[],
  openExternal: async (url: string): Promise<void> => {
    shell.opened.push(url);
  },
};
export const dialog = {
  errors: [] as string[],
  showErrorBox: (title: string, text: string): void => {
    dialog.errors.push(`${title}: ${text}`);
  },
};

/** `v11` marks a real keychain on Linux, `v10` the fixed key that protects nothing. */
export const safeStorage = {
  prefix: 'v11',
  isAsyncEncryptionAvailable: async (): Promise<boolean> => true,
  encryptStringAsync: async (text: string): Promise<Buffer> => Buffer.from(safeStorage.prefix + text),
  decryptStringAsync: async (encrypted: Buffer): Promise<{ result: string }> => ({
    result: encrypted.toString().slice(safeStorage.prefix.length),
  }),
};

export const MessageChannelMain = MessageChannel;
