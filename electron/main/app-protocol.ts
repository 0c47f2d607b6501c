import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { type FileMap, fileFor } from './file-map.ts';
import { appScheme } from './origin.ts';
import { securityHeaders } from './security-headers.ts';
import { unlockHost } from './unlock-page.ts';

/** Answers one request for the page that asks for a passphrase; set while it is open. */
export type UnlockAnswer = (request: Request) => Promise<Response>;

/** Has to be called before the application is ready. */
export const registerAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
};

const empty = (status: number): Response => new Response(null, { status, headers: securityHeaders });

const serveFile = async (files: FileMap, request: Request): Promise<Response> => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return empty(405);
  const file = fileFor(files, request.url);
  if (!file) return empty(404);
  const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(file.path));
  return new Response(body, { headers: { ...securityHeaders, 'content-type': file.contentType } });
};

/** Answers `app://quayside/` from the fixed map, and `app://unlock/` while a passphrase is asked for. */
export const serveAppScheme = (files: FileMap, unlockAnswer: () => UnlockAnswer | undefined): void => {
  protocol.handle(appScheme, async (request) => {
    if (URL.parse(request.url)?.host !== unlockHost) return serveFile(files, request);
    return (await unlockAnswer()?.(request)) ?? empty(404);
  });
};
