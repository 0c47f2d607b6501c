import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Review } from '../types/service-type.ts';
import { examiner } from './examiner.ts';
import { masked } from './mask.ts';
import { sourceOf } from './source-of.ts';

/** Reads a project for a plan: what stands against it, and its final file piece by piece. */
export async function reviewProject(
  spec: ComposeSpec,
  variables: readonly { readonly name: string; readonly value: string }[],
  accepted: ReadonlySet<string>,
): Promise<Review> {
  try {
    const { problems, warnings, findings, fields } = await examiner.examine({
      source: sourceOf(spec, variables),
    });
    const values = variables.map(({ value }) => value);
    const open = findings.filter(({ id }) => !accepted.has(id));
    return {
      blockers: [
        ...problems.map(({ file, line, path, message }) =>
          masked(`${file}, line ${line}: ${path} ${message}`, values),
        ),
        ...open.map(
          ({ file, line, path }) =>
            `${file}, line ${line}: ${path} asks for what is root on the server; it has to be accepted first.`,
        ),
      ],
      warnings: warnings.map(({ file, line, message }) => `${file}, line ${line}: ${message}.`),
      fields: problems.length > 0 ? undefined : fields,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { blockers: [error.message], warnings: [], fields: undefined };
  }
}
