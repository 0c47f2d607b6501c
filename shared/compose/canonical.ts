import { ports } from './ports.ts';
import { both, each, entries, fields, fromText, listOf, named, pairs, type Shape } from './short-forms.ts';
import { at, list, type Mapping, mapping, type Problem, scalar, type Tree, textOf } from './tree.ts';
import { device, volume } from './volumes.ts';

/**
 * Brings every short form of a file into its long one, so that merging and validating know one form only. Source: the
 * Compose Specification; what it leaves open is as compose-go does it.
 */
export function canonical(file: Mapping, problems: Problem[]): Mapping {
  const tree = top(file, [], problems);
  return tree.kind === 'map' ? tree : file;
}

const empty: Shape = (tree) =>
  tree.kind === 'scalar' && tree.value === null ? mapping([], tree.spot, tree.mark) : tree;

const build: Shape = both(
  fromText('a folder', (text, { spot }) => ({ context: scalar(text, spot) })),
  fields({
    args: pairs(),
    labels: pairs(),
    extra_hosts: pairs('=:'),
    cache_from: listOf,
    cache_to: listOf,
    tags: listOf,
    secrets: each(source()),
    ssh: pairs(),
    additional_contexts: pairs(),
  }),
);

const dependency: Shape = (tree) =>
  mapping(
    [
      ['condition', scalar('service_started', tree.spot)],
      ['required', scalar(true, tree.spot)],
      ...(tree.kind === 'map' ? tree.entries : []),
    ],
    tree.spot,
    tree.mark,
  );

const healthTest: Shape = (tree) =>
  tree.kind === 'scalar' && typeof tree.value === 'string'
    ? list([scalar('CMD-SHELL', tree.spot), { ...tree, mark: undefined }], tree.spot, tree.mark)
    : tree;

/** The services' own file of variables: a path, or a path that may be missing. */
const envFile: Shape = each(fromText('a path', (text, { spot }) => ({ path: scalar(text, spot) })));

const asText: Shape = (tree) =>
  tree.kind === 'scalar' && typeof tree.value === 'number' ? { ...tree, value: String(tree.value) } : tree;

const service: Shape = both(
  empty,
  fields({
    annotations: pairs(),
    build,
    cap_add: listOf,
    cap_drop: listOf,
    configs: each(source()),
    depends_on: both(
      named(({ spot }) => mapping([], spot)),
      entries(dependency),
    ),
    deploy: fields({ labels: pairs() }),
    devices: each(device),
    dns: listOf,
    dns_opt: listOf,
    dns_search: listOf,
    env_file: envFile,
    environment: pairs(),
    expose: each(asText),
    extends: fromText('a service', (text, { spot }) => ({ service: scalar(text, spot) })),
    external_links: listOf,
    extra_hosts: pairs('=:'),
    group_add: listOf,
    healthcheck: fields({ test: healthTest }),
    label_file: listOf,
    labels: pairs(),
    links: listOf,
    networks: both(
      named(({ spot }) => scalar(null, spot)),
      entries((tree) => (tree.kind === 'map' ? fields({ aliases: listOf })(tree, [], []) : tree)),
    ),
    ports,
    profiles: listOf,
    secrets: each(source()),
    security_opt: listOf,
    sysctls: pairs(),
    tmpfs: listOf,
    volumes: each(volume),
    volumes_from: listOf,
  }),
);

const resource: Shape = both(both(empty, fields({ labels: pairs() })), (tree) => {
  const name = textOf(at(tree, 'external', 'name'));
  if (name === undefined || tree.kind !== 'map') return tree;
  return mapping(
    [...tree.entries, ['external', scalar(true, tree.spot)], ['name', scalar(name, tree.spot)]],
    tree.spot,
  );
});

const top: Shape = fields({
  services: both(empty, entries(service)),
  networks: both(empty, entries(resource)),
  volumes: both(empty, entries(resource)),
  configs: both(empty, entries(resource)),
  secrets: both(empty, entries(resource)),
  include: each(
    both(
      fromText('a path', (text, { spot }) => ({ path: scalar(text, spot) })),
      fields({ path: listOf, env_file: listOf }),
    ),
  ),
});

function source(): Shape {
  return fromText('a name', (text, { spot }: Tree) => ({ source: scalar(text, spot) }));
}
