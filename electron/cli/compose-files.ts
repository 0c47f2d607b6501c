import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure, usageFailure } from './failure.ts';
import type { CallOptions, HostClient } from './host/client.ts';
import type { FileFlags } from './input/file-flags.ts';
import type { Io } from './io.ts';

type Input = Readonly<Record<string, unknown>>;
type Files = ComposeSpec['files'];

/** The host that is asked what the files of a service are. */
interface Asked {
  readonly client: HostClient;
  readonly options: CallOptions;
  readonly io: Pick<Io, 'read'>;
}

/**
 * The input of `service create` or `service configure` with files in its configuration, byte for byte. Of a service that
 * is there only what is named is replaced; what somebody else saves meanwhile makes it a conflict, and is not written over.
 */
export async function withFiles(input: Input, flags: FileFlags, asked: Asked): Promise<Input> {
  const saved = input.serviceId === undefined ? undefined : await savedOf(input, asked);
  if (!saved && flags.composeFiles.length === 0) throw usageFailure('--env-file goes with --file.');
  const named = namedFiles(flags, asked.io);
  const composeFiles =
    flags.composeFiles.length > 0 ? flags.composeFiles.map(nameOf) : saved?.spec.composeFiles;
  const replaced = flags.composeFiles.length > 0 ? (saved?.spec.composeFiles ?? []) : [];
  const gone = new Set([...replaced, ...named.map(({ path }) => path)]);
  const kept = saved?.spec.files.filter(({ path }) => !gone.has(path)) ?? [];
  const spec = {
    type: 'compose',
    ...saved?.spec,
    // what is written takes the place of a repository
    source: undefined,
    ...(input.spec as object | undefined),
    files: [...named, ...kept],
    composeFiles,
  };
  return { ...(saved && { version: saved.version }), ...input, spec };
}

interface Saved {
  readonly version: number;
  readonly spec: Partial<ComposeSpec> & Pick<ComposeSpec, 'files'>;
}

async function savedOf({ serviceId }: Input, { client, options }: Asked): Promise<Saved> {
  const { type, version, spec } = (await client.call('service.get', { serviceId }, options)) as {
    type: string;
    version: number;
    spec: ComposeSpec | null;
  };
  if (type !== 'compose')
    throw new Failure(
      '--file and --env-file are for compose services; this is another one.',
      exitCodes.usage,
    );
  return { version, spec: spec ?? { files: [] } };
}

function namedFiles({ composeFiles, envFile }: FileFlags, io: Asked['io']): Files {
  const named = [
    ...composeFiles.map((path) => ({ path: nameOf(path), from: path })),
    ...(envFile === undefined ? [] : [{ path: '.env', from: envFile }]),
  ];
  const twice = named.find(({ path }, index) => named.findIndex((each) => each.path === path) !== index);
  if (twice) throw usageFailure(`Two files are called ${twice.path}; rename one.`);
  return named.map(({ path, from }) => ({ path, text: io.read(from) }));
}

/** Standard input has no name. */
const nameOf = (path: string): string =>
  path === '-' ? 'compose.yaml' : (path.split(/[/\\]/).at(-1) ?? path);
