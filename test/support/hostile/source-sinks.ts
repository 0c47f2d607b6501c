import type { ApplicationSpec } from '#shared/contract/application-spec.ts';
import type { Builder } from '#shared/contract/builder.ts';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { application, git, ofCompose, type Sink, type Source, trimmed } from './sinks.ts';

type BuilderOf<T extends Builder['type']> = Extract<Builder, { type: T }>;

const ofBuilder = <T extends Builder['type']>(
  type: T,
  {
    name,
    field,
    put,
    read,
  }: {
    readonly name: string;
    readonly field: RegExp;
    readonly put: (value: string) => Partial<BuilderOf<T>>;
    readonly read: (builder: BuilderOf<T>) => string | undefined;
  },
): Sink => ({
  name,
  field,
  put: (places, value) => {
    const source = { ...git, builder: { type, ...put(value) } } as ApplicationSpec['source'];
    return application(places, { source }, (spec) => read((spec.source as Source).builder as BuilderOf<T>));
  },
});

type Repository = NonNullable<ComposeSpec['source']>;
const repository: Repository = { type: 'git', url: git.url, ref: git.ref };

const ofRepository = (
  name: string,
  field: RegExp,
  put: (value: string) => Partial<Repository>,
  read: (source: Repository) => string | undefined,
): Sink =>
  ofCompose(
    name,
    field,
    (value) => ({ files: [], source: { ...repository, ...put(value) } }),
    ({ source }) => source && read(source),
  );

const refName = ({ ref }: Repository): string => (ref.type === 'commit' ? ref.hash : ref.name);

const ofImport = (
  name: string,
  field: RegExp,
  project: (value: string) => { name?: string; files?: { path: string; text: string }[] },
  kept?: Sink['kept'],
): Sink => ({
  name,
  field,
  ...(kept ? { kept } : {}),
  async put({ client, environmentId }, value) {
    const given = {
      name: 'imported',
      files: [{ path: 'compose.yaml', text: 'services: {}\n' }],
      ...project(value),
    };
    const spec = { type: 'compose' as const, files: given.files };
    const { projects } = await client.service.import({
      environmentId,
      projects: [{ name: given.name, spec }],
      preview: true,
    });
    const [looked] = projects;
    return given.name === value ? looked?.name : looked?.files[1];
  },
});

const ofAutoDeploy = (name: 'skipWords' | 'watchPaths'): Sink => ({
  name,
  field: new RegExp(name),
  kept: trimmed,
  async put(places, value) {
    const { client, application: serviceId } = places;
    await application(places, { source: git }, () => undefined);
    const saved = await client.autoDeploy.set({ serviceId, isOn: true, [name]: [value] });
    await client.autoDeploy.set({ serviceId, isOn: false });
    return saved[name][0];
  },
});

/** The fields of what a service is built from, is read from, and is brought in by. */
export const sourceSinks: readonly Sink[] = [
  ofBuilder('dockerfile', {
    name: 'name of a build argument',
    field: /arguments/,
    put: (name) => ({ arguments: [{ name, value: 'x' }] }),
    read: ({ arguments: [first] }) => first?.name,
  }),
  ofBuilder('dockerfile', {
    name: 'value of a build argument',
    field: /arguments/,
    put: (value) => ({ arguments: [{ name: 'A', value }] }),
    read: ({ arguments: [first] }) => first?.value,
  }),
  ofBuilder('dockerfile', {
    name: 'build secret',
    field: /secrets/,
    put: (name) => ({ secrets: [name] }),
    read: ({ secrets: [first] }) => first,
  }),
  ofBuilder('static', {
    name: 'image that a static site is built upon',
    field: /builder\.image/,
    put: (image) => ({ image }),
    read: ({ image }) => image,
  }),
  ofBuilder('static', {
    name: 'page for what is not there',
    field: /notFoundPage/,
    put: (notFoundPage) => ({ notFoundPage }),
    read: ({ notFoundPage }) => notFoundPage,
  }),
  ofRepository(
    'repository of a compose project',
    /source\.url/,
    (url) => ({ url }),
    ({ url }) => url,
  ),
  ofRepository(
    'branch of a compose project',
    /source\.ref/,
    (name) => ({ ref: { type: 'branch', name } }),
    refName,
  ),
  ofRepository(
    'commit of a compose project',
    /source\.ref/,
    (hash) => ({ ref: { type: 'commit', hash } }),
    refName,
  ),
  ofRepository(
    'env file of a compose project',
    /envFile/,
    (envFile) => ({ envFile }),
    ({ envFile }) => envFile,
  ),
  ofImport('name of what is brought in', /name/, (name) => ({ name }), trimmed),
  ofImport('path of a file that is brought in', /files/, (path) => ({
    files: [
      { path: 'compose.yaml', text: 'services: {}\n' },
      { path, text: 'x' },
    ],
  })),
  ofImport('text of a file that is brought in', /files/, (text) => ({
    files: [{ path: 'compose.yaml', text }],
  })),
  ofAutoDeploy('skipWords'),
  ofAutoDeploy('watchPaths'),
];
