import { app, type Session, type WebContents } from 'electron';
import type { Log } from '#core/host.ts';
import { judgeNavigation } from './navigation.ts';
import { openOutside } from './open-outside.ts';
import { appHost } from './origin.ts';
import { isPermitted, isRequestAllowed } from './permissions.ts';
import { unlockHost, unlockUrl } from './unlock-page.ts';

/** Permissions, devices and the network, for everything in this session. Source: Electron's security checklist. */
export const guardSession = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(isPermitted(permission, requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !isRequestAllowed(url, [appHost, unlockHost], app.isPackaged) }),
  );
};

const guardContents = (contents: WebContents, log: Log): void => {
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url, log);
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    const current = contents.getURL();
    if (event.isMainFrame && current === unlockUrl && event.url === unlockUrl) return;
    const navigation = event.isMainFrame ? judgeNavigation(current, event.url) : { to: 'stay' as const };
    if (navigation.to === 'reload') return;
    event.preventDefault();
    if (navigation.to === 'outside') openOutside(navigation.url, log);
  });
  contents.on('will-redirect', (event) => event.preventDefault());
};

/** Navigation, new windows and webviews, for every page there will ever be. */
export const guardAllContents = (log: Log): void => {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log));
};
