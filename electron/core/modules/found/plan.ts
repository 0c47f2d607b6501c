import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { ComposeSpec as Spec } from '#shared/contract/compose-spec.ts';
import { Name } from '#shared/contract/fields.ts';
import type { AdoptedProject } from '#shared/contract/found.ts';
import { shownText } from '#shared/contract/shown-text.ts';
import type { ContainerSummary } from '../../remote/docker/containers.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import {
  composeLabel,
  composeSourceOf,
  examiner,
  masked,
  readAdopted,
  untouchedParts,
} from '../../workload/index.ts';
import { resolveVariables } from '../variable/index.ts';
import type { Asked, FoundContext } from './context.ts';
import { filesOf, foundIn } from './group.ts';
import { type Looked, lookAround } from './look.ts';

/** A project as it is to be adopted. */
export interface Planned {
  readonly told: AdoptedProject;
  readonly spec: ComposeSpec;
  readonly home: string;
  readonly containers: readonly ContainerSummary[];
  readonly variables: ReturnType<typeof resolveVariables>['variables'];
  /** Claims that came to nothing, of the same project. */
  readonly stale: Looked['stale'];
}

type Problem = AdoptedProject['problems'][number];

/** Reads what each project would become; changes nothing, and leaves nothing on the server. */
export async function planAdoption(
  connection: SshConnection,
  context: FoundContext,
  asked: Asked,
): Promise<Planned[]> {
  const looked = await lookAround(connection, context.store);
  const taken = takenNames(context, asked.environmentId);
  const planned: Planned[] = [];
  for (const { project, name = project } of asked.projects) {
    context.signal.throwIfAborted();
    const one = await planOne(connection, context, { ...asked, project, looked });
    const own = [
      ...(looked.isManager ? [] : [unset]),
      ...nameProblems(name, taken),
      ...(planned.some(({ told }) => told.project === project) ? [problemOf('is asked for twice')] : []),
    ];
    taken.add(keyOf(name));
    planned.push({ ...one, told: { ...one.told, name, problems: [...own, ...one.told.problems] } });
  }
  return planned;
}

const problemOf = (message: string, file = ''): Problem => ({ file, line: 1, path: '', message });

const unset = problemOf(
  'the server has to be set up first, under “Checks and set-up”: nothing that runs is touched by it',
);

interface One extends Pick<Asked, 'environmentId' | 'serverId'> {
  readonly project: string;
  readonly looked: Looked;
}

async function planOne(connection: SshConnection, { store }: FoundContext, one: One): Promise<Planned> {
  const { project, looked, environmentId, serverId } = one;
  const { variables } = resolveVariables(store, environmentId, serverId);
  const stale = looked.stale.filter((claim) => claim.project === project);
  const containers = looked.containers.filter(
    ({ labels }) => labels[composeLabel.project] === project && labels[composeLabel.oneOff] !== 'True',
  );
  const nothing = { spec: specWith({}), home: '', containers, variables, stale };
  const refused = (problem: Problem): Planned => ({
    ...nothing,
    told: toldOf(project, { problems: [problem] }),
  });
  const found = foundIn(looked).find(({ kind, name }) => kind === 'compose' && name === project);
  if (!found) return refused(problemOf('does not run there as a project that could be adopted; look again'));
  const told = filesOf(containers[0]?.labels ?? {});
  if (found.reason !== null || 'reason' in told)
    return refused(problemOf(found.reason ?? ('reason' in told ? told.reason : '')));
  const { home, files: composeFiles } = told;
  const read = await readWithProfiles(connection, { home, composeFiles, variables, containers });
  if ('problem' in read) return refused(read.problem);
  const { spec } = read;
  const examination = { source: composeSourceOf(spec, variables) };
  const { problems, warnings, findings, parts } = await examiner.examine(examination);
  const values = variables.map(({ value }) => value);
  const inWords = <T extends { message: string }>(each: T): T => ({
    ...each,
    message: masked(each.message, values),
  });
  const untouched =
    problems.length > 0 ? [] : await untouchedParts(connection, { project, home }, { examination });
  const running = new Set(containers.map(({ labels }) => labels[composeLabel.part] ?? ''));
  return {
    ...{ spec, home, containers, variables, stale },
    told: toldOf(project, {
      parts: [...parts],
      restarted: parts.filter((part) => running.has(part) && !untouched.includes(part)),
      files: spec.files.map(({ path }) => path),
      problems: problems.map(inWords),
      warnings: warnings.map(inWords),
      findings: findings.map((each) => ({ ...each, what: masked(each.what, values) })),
      notes: notesOf({ parts, running, untouched }),
    }),
  };
}

function toldOf(project: string, told: Partial<AdoptedProject>): AdoptedProject {
  const nothing = {
    parts: [],
    restarted: [],
    files: [],
    warnings: [],
    findings: [],
    problems: [],
    notes: [],
  };
  return { project: shownText(project), name: project, serviceId: null, ...nothing, ...told };
}

const specWith = (given: Partial<ComposeSpec>): ComposeSpec => ({
  type: 'compose',
  ...{ files: [], composeFiles: ['compose.yaml'], profiles: [] },
  ...{ soakSeconds: 5, drainSeconds: 60 },
  ...given,
});

interface Reading {
  readonly home: string;
  readonly composeFiles: readonly string[];
  readonly variables: Planned['variables'];
  readonly containers: readonly ContainerSummary[];
}

/** Profiles are told by nothing that runs: those are taken that what runs is of. */
async function readWithProfiles(
  connection: SshConnection,
  { containers, ...reading }: Reading,
): Promise<{ readonly spec: ComposeSpec } | { readonly problem: Problem }> {
  const read = await readAdopted(connection, { ...reading, profiles: [] });
  if (read.problem) return { problem: problemOf(read.problem.message, shownText(read.problem.file, 300)) };
  const given = specWith({ files: [...read.files], composeFiles: [...reading.composeFiles] });
  const { profiles } = await examiner.examine({ source: composeSourceOf(given, reading.variables) });
  const running = new Set(containers.map(({ labels }) => labels[composeLabel.part] ?? ''));
  const wanted = Object.entries(profiles).flatMap(([part, [first]]) =>
    running.has(part) && first !== undefined ? [first] : [],
  );
  const spec = Spec.safeParse({ ...given, profiles: [...new Set(wanted)] });
  if (spec.success) return { spec: spec.data };
  const [issue] = spec.error.issues;
  return { problem: problemOf(`${issue?.path.join('.')} ${issue?.message}`) };
}

function nameProblems(name: string, taken: ReadonlySet<string>): Problem[] {
  if (!Name.safeParse(name).success)
    return [problemOf('its name is none for a service here; give it another')];
  return taken.has(keyOf(name)) ? [problemOf(`the name ${name} is taken in this environment`)] : [];
}

/** Upper and lower case are one name. */
const keyOf = (name: string): string => name.normalize('NFC').toLowerCase();

function takenNames({ store }: FoundContext, environmentId: string): Set<string> {
  const { children } = store.access.node(environmentId) ?? { children: [] };
  return new Set([...children].map(({ name }) => keyOf(name ?? '')));
}

interface Compared {
  readonly parts: readonly string[];
  readonly running: ReadonlySet<string>;
  readonly untouched: readonly string[];
}

function notesOf({ parts, running, untouched }: Compared): string[] {
  const restarted = parts.filter((part) => running.has(part) && !untouched.includes(part));
  const absent = parts.filter((part) => !running.has(part));
  const left = [...running].filter((part) => !parts.includes(part));
  const named = (names: readonly string[]): string => names.map((each) => shownText(each)).join(', ');
  return [
    ...(restarted.length > 0
      ? [
          `Run otherwise than their files say, so that the next deployment starts them again: ${named(restarted)}.`,
        ]
      : []),
    ...(absent.length > 0 ? [`Do not run; the next deployment starts them: ${named(absent)}.`] : []),
    ...(left.length > 0
      ? [`Are in none of its files; the next deployment removes them: ${named(left)}.`]
      : []),
  ];
}
