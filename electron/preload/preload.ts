import { ipcRenderer } from 'electron';

/**
 * The bridge between the main process and the page, and all of it: passes on the message port that main hands
 * over once per load. Exposes nothing, sends nothing, and answers only its own top frame of `app://quayside`.
 */
const isOurTopFrame = window === window.top && location.origin === 'app://quayside';

if (isOurTopFrame) {
  ipcRenderer.on('quayside:port', (event) => {
    window.postMessage('quayside:port', location.origin, [...event.ports]);
  });
}
