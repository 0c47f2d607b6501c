import type { Composition } from '#shared/contract/composition.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { instant } from '../node/index.ts';
import { readableLevels, resolveVariables } from '../variable/index.ts';
import { serviceOf } from './queries.ts';

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
  context: OperationContext,
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
  const { acceptances, composeSourceOf, examiner, masked } = await import('../../workload/index.ts');
  const { variables } = resolveVariables(store, serviceId);
  const readable = readableLevels(context, serviceId);
  const shown = variables.map((each) => {
    const isShown =
      !each.isSecret && readable.has('service') && each.levels.every((level) => readable.has(level));
    return { name: each.name, value: isShown ? each.value : hidden, isShown, real: each.value };
  });
  const secrets = shown.filter(({ isShown }) => !isShown).map(({ real }) => real);
  const [real, told] = await Promise.all([
    examiner.examine({ source: composeSourceOf(wanted, variables) }),
    examiner.examine({ source: composeSourceOf(wanted, shown) }),
  ]);
  const accepted = service.serverId === null ? [] : acceptances(store, serviceId, service.serverId);
  const inWords = <T extends { message: string }>(problem: T): T => ({
    ...problem,
    message: masked(problem.message, secrets),
  });
  return {
    problems: real.problems.map(inWords),
    warnings: real.warnings.map(inWords),
    parts: [...real.parts],
    text: told.text,
    findings: real.findings.map((finding) => {
      const by = accepted.find(({ finding_id: id }) => id === finding.id);
      return {
        ...finding,
        what: masked(finding.what, secrets),
        accepted: by ? { reason: by.reason, by: by.accepted_by_name, at: instant(by.accepted_at) } : null,
      };
    }),
  };
}
