import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, screen } from 'electron';
import type { Log } from '#core/host.ts';
import { fittedBounds, parseWindowState, type WindowState } from './window-bounds.ts';

const file = (): string => join(app.getPath('userData'), 'window.json');

const read = (): WindowState => {
  try {
    return parseWindowState(readFileSync(file(), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { isMaximized: false };
    throw error;
  }
};

/** Where the next window goes, on the displays there are now. */
export const placeOfNextWindow = (): { bounds: ReturnType<typeof fittedBounds>; isMaximized: boolean } => {
  const state = read();
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  return { bounds: fittedBounds(state, areas), isMaximized: state.isMaximized };
};

/** Remembers the window's place when it closes; that it can't be written is logged and otherwise harmless. */
export const rememberPlace = (window: BrowserWindow, log: Log): void => {
  window.on('close', () => {
    const state: WindowState = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
    try {
      writeFileSync(file(), JSON.stringify(state));
    } catch (error) {
      log.warn("the window's place was not saved", { error: String(error) });
    }
  });
};
