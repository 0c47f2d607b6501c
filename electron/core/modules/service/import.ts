import type { ComposeImport, ImportedProject } from '#shared/contract/compose-import.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { resolveVariables } from '../variable/index.ts';
import { insertService } from './create.ts';
import { requireSoundSpec } from './require-sound-spec.ts';

interface Asked {
  readonly environmentId: string;
  readonly serverId?: string | undefined;
  readonly projects: readonly ImportedProject[];
  readonly preview: boolean;
}

type Looked = ComposeImport['projects'][number];

/**
 * Makes a service of each project, or none at all: INVALID_INPUT where one cannot be read, CONFLICT where a name is taken.
 * Nothing is deployed. With `preview` it says the same of each and makes nothing.
 */
export async function importProjects(context: OperationContext, asked: Asked): Promise<ComposeImport> {
  const looked = await look(context, asked);
  if (asked.preview) return { isDone: false, projects: looked };
  requireSound(looked);
  const ids = context.write((tx) => {
    const { environmentId, serverId } = asked;
    const made = asked.projects.map(({ name, spec }) => ({
      id: insertService(tx, { environmentId, serverId, name, spec, type: 'compose' }),
      name,
    }));
    const services = made.map(({ id, name }) => ({ id, kind: 'service' as const, name }));
    tx.audit({ fact: { type: 'imported', services } });
    return made.map(({ id }) => id);
  });
  return {
    isDone: true,
    projects: looked.map((each, index) => ({ ...each, serviceId: ids[index] ?? null })),
  };
}

/** Reads each with the variables that its environment would give it, of whose values nothing is told. */
async function look(context: OperationContext, asked: Asked): Promise<Looked[]> {
  const { composeSourceOf, examiner, masked } = await import('../../workload/index.ts');
  const { variables } = resolveVariables(context.store, asked.environmentId, asked.serverId);
  const values = variables.map(({ value }) => value);
  // what is made says itself that a name is taken, in its transaction
  const taken = asked.preview ? takenNames(context, asked.environmentId) : new Set<string>();
  const looked: Looked[] = [];
  for (const { name, spec } of asked.projects) {
    await requireSoundSpec('compose', spec);
    context.signal.throwIfAborted();
    const examined = await examiner.examine({ source: composeSourceOf(spec, variables) });
    const inWords = <T extends { message: string }>(problem: T): T => ({
      ...problem,
      message: masked(problem.message, values),
    });
    const file = spec.composeFiles[0] ?? '';
    const again = { file, line: 1, path: '', message: `the name ${name} is taken in this environment` };
    looked.push({
      name,
      serviceId: null,
      parts: [...examined.parts],
      files: spec.files.map(({ path }) => path),
      problems: [...(taken.has(keyOf(name)) ? [again] : []), ...examined.problems.map(inWords)],
      warnings: examined.warnings.map(inWords),
      findings: examined.findings.map((each) => ({ ...each, what: masked(each.what, values) })),
    });
    if (asked.preview) taken.add(keyOf(name));
  }
  return looked;
}

/** Upper and lower case are one name. */
const keyOf = (name: string): string => name.normalize('NFC').toLowerCase();

function takenNames({ store }: OperationContext, environmentId: string): Set<string> {
  const { children } = store.access.node(environmentId) ?? { children: [] };
  return new Set([...children].map(({ name }) => keyOf(name ?? '')));
}

function requireSound(looked: readonly Looked[]): void {
  const issues = looked.flatMap(({ name, problems: [problem] }, index) =>
    problem === undefined
      ? []
      : [
          {
            path: `projects.${index}.spec.files`,
            message: `${name}: ${problem.file}, line ${problem.line}: ${problem.path} ${problem.message}`,
          },
        ],
  );
  if (issues.length > 0) throw new AppError('INVALID_INPUT', { issues });
}
