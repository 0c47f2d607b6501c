import { app, Menu, type MenuItemConstructorOptions } from 'electron';

const isMac = process.platform === 'darwin';

/**
 * Shortcuts that a terminal needs (Ctrl R, W, A, Z …) belong to the page: outside macOS, where they are ⌘, the
 * menu takes none of them.
 */
const edit = (
  role: 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll',
): MenuItemConstructorOptions => ({
  role,
  registerAccelerator: isMac,
});

/** Sets the application's menu. */
export const setAppMenu = (actions: { newWindow(): void; openHelp(): void }): void => {
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: actions.newWindow },
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit', accelerator: 'Alt+F4' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        edit('undo'),
        edit('redo'),
        { type: 'separator' },
        edit('cut'),
        edit('copy'),
        edit('paste'),
        edit('selectAll'),
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'reload', accelerator: isMac ? 'Cmd+R' : 'F5' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [{ label: 'Keyboard Shortcuts and Help', accelerator: 'F1', click: actions.openHelp }],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
};
