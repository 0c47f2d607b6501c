import { both, type Shape } from './short-forms.ts';
import { list, mapping, type Path, type Problem, pathText, scalar, type Tree } from './tree.ts';

const part = String.raw`\d{1,5}(?:-\d{1,5})?`;
const host = String.raw`(?:(\[[0-9a-fA-F:.]+\]|[^:[\]]+):)?`;
const form = new RegExp(`^(?:${host}(${part})?:)?(${part})(?:/([a-z]+))?$`);

/** `127.0.0.1:8080:80/tcp`, ranges and numbers → mappings, one a port. Source: Compose Specification, "ports". */
export const ports: Shape = both(
  (tree) => (tree.kind === 'scalar' && tree.value !== null ? list([tree], tree.spot) : tree),
  (tree, path, problems) =>
    tree.kind === 'list'
      ? list(
          tree.items.flatMap((item, index) => portsOf(item, [...path, index], problems)),
          tree.spot,
          tree.mark,
        )
      : tree,
);

function portsOf(item: Tree, path: Path, problems: Problem[]): Tree[] {
  if (item.kind === 'map') return [longPort(item)];
  const text = item.kind === 'scalar' ? String(item.value ?? '') : '';
  const match = form.exec(text);
  const target = rangeOf(match?.[3]);
  const published = rangeOf(match?.[2]);
  const isMany = published.length > 1 && target.length === 1;
  if (
    !match ||
    target.length === 0 ||
    (published.length > 0 && !isMany && published.length !== target.length)
  ) {
    problems.push({
      ...item.spot,
      path: pathText(path),
      message: `${JSON.stringify(text.slice(0, 60))} is no port such as "8080:80"`,
    });
    return [];
  }
  const { spot } = item;
  return target.map((port, index) =>
    mapping(
      [
        ['mode', scalar('ingress', spot)],
        ['host_ip', match[1] === undefined ? undefined : scalar(match[1].replace(/^\[|\]$/g, ''), spot)],
        ['target', scalar(port, spot)],
        [
          'published',
          published.length === 0
            ? undefined
            : scalar(isMany ? (match[2] ?? '') : String(published[index]), spot),
        ],
        ['protocol', scalar(match[4] ?? 'tcp', spot)],
      ],
      spot,
    ),
  );
}

function longPort(item: Tree & { kind: 'map' }): Tree {
  const published = item.entries.get('published');
  const defaults: [string, Tree][] = [
    ['mode', scalar('ingress', item.spot)],
    ['protocol', scalar('tcp', item.spot)],
  ];
  const text: [string, Tree][] =
    published?.kind === 'scalar' && published.value !== null
      ? [['published', scalar(String(published.value), published.spot)]]
      : [];
  return mapping([...defaults, ...item.entries, ...text], item.spot, item.mark);
}

/** `80-82` → 80, 81, 82; none where it is no range of ports, or a silly one. */
function rangeOf(text: string | undefined): number[] {
  if (text === undefined) return [];
  const [first = 0, last = first] = text.split('-').map(Number);
  if (first < 1 || last > 65_535 || last < first || last - first > 1_000) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
