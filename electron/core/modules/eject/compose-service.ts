import { foundNames, foundOverNames } from '#shared/compose/found-files.ts';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import type { EjectedFile } from '#shared/contract/ejection.ts';
import { formatEnvText, parseEnvText } from '#shared/model/env-text.ts';
import { AppError } from '#shared/model/errors.ts';
import { serviceNameOf } from '#shared/model/service-names.ts';
import { composeSourceOf, examiner, masked } from '../../workload/index.ts';
import type { Unit } from './gather.ts';
import { freeName } from './names.ts';
import type { Beside, Written } from './project.ts';

interface Around extends Pick<Beside, 'services' | 'volumes' | 'network'> {
  /** Where on its server lies what it keeps in folders of its own; undefined where nobody could be asked. */
  readonly folder: string | undefined;
  /** What it was before it was a service, where it was adopted. */
  readonly adopted: { readonly project: string; readonly home: string } | undefined;
}

/**
 * Takes a compose project along: its files byte for byte, and one file over them with what makes it run as it ran here. Its
 * `.env` stays as it is where no variable of ours goes into it. INVALID_INPUT where its files cannot be read.
 */
export async function writeComposeService(
  unit: Unit & { readonly spec: ComposeSpec },
  { folder, adopted, network, services, volumes }: Around,
): Promise<Written> {
  const { spec, view, alias, variables } = unit;
  const demanded = variables.flatMap(({ name, text }) => (text === undefined ? [name] : []));
  const source = composeSourceOf(
    spec,
    variables.map(({ name, text }) => ({ name, value: text ?? 'x' })),
  );
  const { override, problems } = await examiner.examine({
    source,
    apart: {
      // its volumes have the name that it has there
      name: adopted?.project ?? serviceNameOf(view.names, view.id),
      home: adopted?.home,
      images: unit.images,
      folder,
      demanded,
      network: network === undefined ? undefined : { name: network, alias },
      further: Object.keys(services).length > 0 ? { alias, services, volumes } : undefined,
    },
  });
  if (!override) throw unreadable(unit, problems[0]?.message ?? 'it cannot be read');
  const paths = new Set(spec.files.map(({ path }) => path));
  const isFound = findsBoth(spec, paths);
  const overPath = isFound ? 'compose.override.yaml' : freeName('quayside.override.yaml', paths);
  const env = envOf(unit, isFound ? undefined : [...spec.composeFiles, overPath]);
  return {
    files: [
      ...spec.files.filter(({ path }) => path !== '.env').map(({ path, text }) => ownFile(path, text)),
      { path: overPath, text: override.text, mode: '644' },
      ...env,
    ],
    missing: demanded.map((name) => ({ file: '.env', name })),
    // what never ran has kept nothing
    notes: (unit.number === undefined ? [] : override.left).map(
      (path) =>
        `What ${view.names.service} keeps in its folder “${path}” stays on the server, which did not answer where that is; copy it here before it starts.`,
    ),
  };
}

const ownFile = (path: string, text: string): EjectedFile => ({
  path,
  text,
  mode: text.startsWith('#!') ? '755' : '644',
});

/** Whether Compose finds the one file and the one over it by their names. */
function findsBoth({ composeFiles, profiles }: ComposeSpec, paths: ReadonlySet<string>): boolean {
  const [only = '', ...others] = composeFiles;
  const isOnly = others.length === 0 && foundNames.filter((name) => paths.has(name)).length === 1;
  return (
    isOnly &&
    foundNames.includes(only) &&
    profiles.length === 0 &&
    !foundOverNames.some((name) => paths.has(name))
  );
}

/** Its own `.env` as it is; with our values in it, which go over its own, it holds what each name comes to. */
function envOf({ spec, variables }: Unit, composeFiles: readonly string[] | undefined): EjectedFile[] {
  if (spec.type !== 'compose') return [];
  const own = spec.files.find(({ path }) => path === '.env')?.text;
  const settings = composeFiles === undefined ? '' : formatEnvText(settingsOf(spec, composeFiles));
  const text = variables.length === 0 ? withBreak(own ?? '', settings) : valuesOf(own ?? '', variables);
  if (text === '' && settings === '' && own === undefined) return [];
  return [{ path: '.env', text: `${text}${settings}`, mode: '600' }];
}

const withBreak = (text: string, next: string): string =>
  next === '' || text === '' || text.endsWith('\n') ? text : `${text}\n`;

function valuesOf(own: string, variables: Unit['variables']): string {
  const ours = new Map(variables.map(({ name, text }) => [name, text ?? '']));
  const { entries, below } = parseEnvText(own, { outside: (name) => ours.get(name), unset: 'empty' });
  const there = new Set(entries.map(({ name }) => name));
  const further = [...ours].flatMap(([name, value]) => (there.has(name) ? [] : [{ name, value }]));
  const all = entries.map((entry) => ({ ...entry, value: ours.get(entry.name) ?? entry.value }));
  return formatEnvText([...all, ...further], below);
}

/** What Compose is told in the place of `-f` and `--profile`. Source: Docker, "Pre-defined environment variables". */
function settingsOf(
  { profiles }: ComposeSpec,
  composeFiles: readonly string[],
): { name: string; value: string }[] {
  const separator = [':', ';', '|', '!'].find((each) => !composeFiles.some((path) => path.includes(each)));
  return [
    ...(separator === ':' ? [] : [{ name: 'COMPOSE_PATH_SEPARATOR', value: separator ?? ':' }]),
    { name: 'COMPOSE_FILE', value: composeFiles.join(separator ?? ':') },
    ...(profiles.length > 0 ? [{ name: 'COMPOSE_PROFILES', value: profiles.join(',') }] : []),
  ];
}

function unreadable({ view, variables }: Unit, why: string): AppError {
  const values = variables.flatMap(({ text }) => (text === undefined ? [] : [text]));
  const message = masked(`${view.names.service} cannot be taken along: ${why}`, values);
  return new AppError('INVALID_INPUT', { issues: [{ path: 'serviceId', message }] });
}
