import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { endInParts } from './end-in-parts.ts';
import { securityHeaders } from './security-headers.ts';

interface StaticFile {
  readonly path: string;
  readonly type: string;
  readonly cacheControl: string;
}

/** Everything that is served besides answers: URL path → file, fixed when the host starts. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );

/** Maps the files of the built renderer; types that are not listed above (source maps) are not served. */
export const staticFilesOf = (folder: string): StaticFiles =>
  new Map(
    filesBelow(folder).flatMap((path) => {
      const type = types[extname(path)];
      const url = path
        .slice(folder.replace(/[/\\]$/, '').length)
        .split(sep)
        .join('/');
      // vite puts a hash of the content into the names below assets/.
      const cacheControl = url.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache';
      return type ? [[url, { path, type, cacheControl }] as const] : [];
    }),
  );

/** What a path shows: a file, at `/api` the page about the REST interface, or for a page of the application (nothing else ends without a dot) its one page. */
export const findStaticFile = (
  files: StaticFiles,
  path: string,
  accept: string | undefined,
): StaticFile | undefined => {
  const exact = files.get(path === '/api' ? '/rest.html' : path);
  if (exact) return exact;
  const isPage = (accept ?? '').includes('text/html') && !(path.split('/').at(-1) ?? '').includes('.');
  return path === '/' || isPage ? files.get('/index.html') : undefined;
};

/** Sends a file, or its head alone for HEAD. */
export const sendStaticFile = async (
  request: IncomingMessage,
  response: ServerResponse,
  file: StaticFile,
): Promise<void> => {
  const content = await readFile(file.path);
  response.writeHead(200, {
    ...securityHeaders,
    'content-type': file.type,
    'content-length': content.length,
    'cache-control': file.cacheControl,
  });
  if (request.method === 'HEAD') response.end();
  else endInParts(response, content);
};
