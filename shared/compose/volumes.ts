import { fromText, type Shape } from './short-forms.ts';
import { mapping, scalar, type Tree } from './tree.ts';

/** `source:/target:ro` → a mapping with its type. Source: Compose Specification, "volumes", short syntax. */
export const volume: Shape = fromText('a volume such as data:/var/lib/data', (text, item) => {
  const parts = partsOf(text);
  if (parts.length === 0 || parts.length > 3 || parts.some((part) => part === '')) return null;
  const [first = '', second, options = ''] = parts;
  const { spot } = item;
  if (second === undefined) return { type: scalar('volume', spot), target: scalar(first, spot) };
  const isBind = /^(?:[./~\\]|[A-Za-z]:[\\/])/.test(first);
  const flags = options.split(',').filter(Boolean);
  return {
    type: scalar(isBind ? 'bind' : 'volume', spot),
    source: scalar(first, spot),
    target: scalar(second, spot),
    read_only: flags.includes('ro') ? scalar(true, spot) : undefined,
    ...(isBind ? { bind: bindOf(flags, item) } : { volume: volumeOf(flags, item) }),
  };
});

/** `source:target:permissions` of a device of the server. */
export const device: Shape = fromText('a device such as /dev/ttyUSB0', (text, { spot }) => {
  const [source = '', target = source, permissions = 'rwm'] = text.split(':');
  if (source === '' || text.split(':').length > 3) return null;
  return {
    source: scalar(source, spot),
    target: scalar(target, spot),
    permissions: scalar(permissions, spot),
  };
});

/** A drive letter of Windows is no separator. */
function partsOf(text: string): string[] {
  const drive = /^[A-Za-z]:[\\/]/.test(text) ? text.slice(0, 2) : '';
  const parts = text.slice(drive.length).split(':');
  return drive ? [drive + (parts[0] ?? ''), ...parts.slice(1)] : parts;
}

function bindOf(flags: readonly string[], { spot }: Tree): Tree {
  const propagation = flags.find((flag) => /^r?(?:shared|slave|private)$/.test(flag));
  const label = flags.find((flag) => flag === 'z' || flag === 'Z');
  return mapping(
    [
      ['create_host_path', scalar(true, spot)],
      ['propagation', propagation === undefined ? undefined : scalar(propagation, spot)],
      ['selinux', label === undefined ? undefined : scalar(label, spot)],
    ],
    spot,
  );
}

function volumeOf(flags: readonly string[], { spot }: Tree): Tree | undefined {
  return flags.includes('nocopy') ? mapping([['nocopy', scalar(true, spot)]], spot) : undefined;
}
