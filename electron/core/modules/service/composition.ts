import type { Composition } from '#shared/contract/composition.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Deployments } from '../deployment/index.ts';
import { instant } from '../node/index.ts';
import { readableLevels, resolveVariables } from '../variable/index.ts';
import { serviceOf } from './queries.ts';

/** What it is asked with: a repository is fetched by the service's server. */
export type ComposeContext = OperationContext & { readonly deployments: Pick<Deployments, 'readSources'> };

interface Asked {
  readonly serviceId: string;
  /** One that is not saved yet; else what is saved. */
  readonly spec?: ServiceSpec | undefined;
}

const hidden = '•••';

/**
 * Reads the files of a compose service together with its variables: what is wrong, what asks for root, and the final file.
 * Secret values, and those of levels that the caller may not read, are `•••`. CONFLICT for a service of another type.
 */
export async function compositionOf(
  context: ComposeContext,
  { serviceId, spec }: Asked,
): Promise<Composition> {
  const { store } = context;
  const service = serviceOf(store, serviceId);
  const wanted = spec ?? service.spec;
  if (wanted?.type !== 'compose') {
    throw new AppError('CONFLICT', {
      field: 'spec.type',
      reason: 'only a compose service has compose files',
    });
  }
  const { composeSourceOf, examiner, masked } = await import('../../workload/index.ts');
  const { variables } = resolveVariables(store, serviceId);
  const { serverId } = service;
  const asked = { serviceId, serverId, spec: wanted, variables };
  const sources = wanted.source ? await context.deployments.readSources(asked) : null;
  const readable = readableLevels(context, serviceId);
  const shown = variables.map((each) => {
    const isShown =
      !each.isSecret && readable.has('service') && each.levels.every((level) => readable.has(level));
    return { name: each.name, value: isShown ? each.value : hidden, isShown, real: each.value };
  });
  const secrets = shown.filter(({ isShown }) => !isShown).map(({ real }) => real);
  const projectOf = (values: readonly { readonly name: string; readonly value: string }[]) => ({
    source: composeSourceOf(wanted, values, sources?.texts),
    objects: sources?.objects,
  });
  const [real, told] = await Promise.all([
    examiner.examine(projectOf(variables)),
    examiner.examine(projectOf(shown)),
  ]);
  const inWords = <T extends { message: string }>(problem: T): T => ({
    ...problem,
    message: masked(problem.message, secrets),
  });
  return withAcceptances(context, serviceId, {
    problems: real.problems.map(inWords),
    warnings: real.warnings.map(inWords),
    parts: [...real.parts],
    commit: sources?.commit ?? null,
    text: told.text,
    findings: real.findings.map((finding) => ({
      ...finding,
      what: masked(finding.what, secrets),
      accepted: null,
    })),
  });
}

/** A composition with what is accepted of it now. */
export async function withAcceptances(
  { store }: OperationContext,
  serviceId: string,
  composition: Composition,
): Promise<Composition> {
  const { acceptances } = await import('../../workload/index.ts');
  const { serverId } = serviceOf(store, serviceId);
  const accepted = serverId === null ? [] : acceptances(store, serviceId, serverId);
  return {
    ...composition,
    findings: composition.findings.map((finding) => {
      const by = accepted.find(({ finding_id: id }) => id === finding.id);
      const said = by && { reason: by.reason, by: by.accepted_by_name, at: instant(by.accepted_at) };
      return { ...finding, accepted: said ?? null };
    }),
  };
}
