import type { DokployNote } from '#shared/contract/dokploy.ts';
import { shownText } from '#shared/contract/shown-text.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { ReadService } from './planned.ts';

const mostNotes = 5;

/** What of a compose text would not run here, or has to be accepted first; the values of its variables are told nowhere. */
export async function examineText(
  { signal }: OperationContext,
  { spec, variables }: ReadService,
): Promise<DokployNote[]> {
  if (spec?.type !== 'compose' || spec.source !== undefined) return [];
  const { composeSourceOf, examiner, masked } = await import('../../workload/index.ts');
  const given = variables.map(({ name, value = '' }) => ({ name, value }));
  const values = given.map(({ value }) => value);
  signal.throwIfAborted();
  const { problems, findings } = await examiner.examine({ source: composeSourceOf(spec, given) });
  const field = 'composeFile';
  const said = [
    ...problems.map(({ file, line, path, message }) => `${file}, line ${line}: ${path} ${message}`),
    ...findings.map(
      ({ file, line, what }) => `asks for root on its server, to be accepted: ${file}, line ${line}: ${what}`,
    ),
  ];
  const notes = said
    .slice(0, mostNotes)
    .map((text) => ({ field, text: shownText(masked(text, values), 300) }));
  return said.length > mostNotes
    ? [...notes, { field, text: `and ${said.length - mostNotes} more of these` }]
    : notes;
}
