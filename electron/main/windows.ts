import { BrowserWindow } from 'electron';
import { openAppWindow, type WindowParts } from './app-window.ts';
import { appOrigin } from './origin.ts';

export interface Windows {
  /** Brings the application to the front, at a place if one is given. */
  open(place?: string): void;
  /** One more window onto the same core. */
  add(place: string): void;
  isFocused(): boolean;
}

const bringToFront = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};

/** The application's windows, newest last. */
export const createWindows = (parts: WindowParts): Windows => {
  const windows: BrowserWindow[] = [];
  const add = (place: string): void => {
    const window = openAppWindow(place, parts);
    windows.push(window);
    window.on('closed', () => windows.splice(windows.indexOf(window), 1));
  };
  return {
    add,
    isFocused: () => BrowserWindow.getFocusedWindow() !== null,
    open: (place) => {
      const window = windows.at(-1);
      if (!window) return add(place ?? '/');
      bringToFront(window);
      if (place) {
        window
          .loadURL(`${appOrigin}${place}`)
          .catch((error: unknown) => parts.log.error('the page did not load', { error: String(error) }));
      }
    },
  };
};
