import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { contentTypeOf } from './content-type.ts';
import { isOurUrl } from './origin.ts';

export interface ServedFile {
  /** Absolute path of the file. */
  readonly path: string;
  readonly contentType: string;
}

/** URL path → file. What is not in it does not exist, whatever lies on the disk. */
export type FileMap = ReadonlyMap<string, ServedFile>;

const indexPath = '/index.html';

/** Reads the folder of the built renderer once; source maps are left out. */
export const readFileMap = (folder: string): FileMap => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.endsWith('.map'),
  );
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const urlPath = `/${relative(folder, path).split(sep).join('/')}`;
      return [urlPath, { path, contentType: contentTypeOf(path) }];
    }),
  );
};

/** A place inside the application, such as `/o/org_1/service/svc_1`: no file, so its last part has no dot. */
const isPlace = (pathname: string): boolean => !pathname.slice(pathname.lastIndexOf('/')).includes('.');

/**
 * The file that answers a URL of our origin: a listed file, or index.html for a place inside the application.
 * Undefined for everything else. Encoded characters are not decoded: no listed file has any.
 */
export const fileFor = (files: FileMap, url: string): ServedFile | undefined => {
  if (!isOurUrl(url)) return undefined;
  const { pathname } = new URL(url);
  return files.get(pathname) ?? (isPlace(pathname) ? files.get(indexPath) : undefined);
};
