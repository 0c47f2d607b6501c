/**
 * Whether a link at a relative path leads to something within the same folder, whatever other links of it lead to as well: it
 * goes up first, and behind a name not again, since that name may be a link.
 */
export function isInnerLink(path: string, linkTo: string): boolean {
  if (linkTo === '' || linkTo.startsWith('/') || linkTo.includes('\0')) return false;
  const parts = linkTo.split('/').filter((part) => part !== '' && part !== '.');
  const down = parts.findIndex((part) => part !== '..');
  const up = down === -1 ? parts.length : down;
  return up < path.split('/').length && !parts.slice(up).includes('..');
}
