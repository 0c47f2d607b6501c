import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { dockerOver } from '../../../remote/docker/client.ts';
import { claimsOn } from '../../containers/claims.ts';
import type { ServiceType } from '../../types/service-type.ts';
import { examiner } from '../examiner.ts';
import { sourceOf } from '../sources.ts';
import { untouchedParts } from './untouched.ts';

/** Which parts of an adopted project a deployment starts again, in words; none for one that was never adopted. */
export const adoptedWords: NonNullable<ServiceType<ComposeSpec>['secondOpinion']> = async (
  connection,
  spec,
  { serviceId, variables, sources },
) => {
  const [claim] = await claimsOn(dockerOver(connection), serviceId);
  if (!claim) return [];
  const examination = { source: sourceOf(spec, variables, sources?.texts), objects: sources?.objects };
  const [{ parts }, untouched] = await Promise.all([
    examiner.examine(examination),
    untouchedParts(connection, claim, { examination }),
  ]);
  const again = parts.filter((part) => !untouched.includes(part));
  return untouched.length === 0
    ? []
    : [
        `As they were adopted run on, and are not started again: ${untouched.join(', ')}.`,
        ...againWords(again),
      ];
};

const againWords = (parts: readonly string[]): string[] =>
  parts.length === 0 ? [] : [`Not as they were adopted: ${parts.join(', ')}.`];
