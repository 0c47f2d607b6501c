import { resolvePath } from '../sources.ts';

/** Whether a path is one of the server, and not of the service's own folder. */
export function isHostPath(path: string): boolean {
  return resolvePath('', path) === undefined;
}

/** Whether a build context is fetched from somewhere. */
export function isRemote(context: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:|git@|github\.com\/|-$)/i.test(context);
}
