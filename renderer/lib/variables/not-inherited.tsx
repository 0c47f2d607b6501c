import type { ResolvedVariables } from '#shared/contract/variable.ts';
import { useSourceWords } from './use-source-words.ts';

interface NotInheritedProps {
  readonly variables: ResolvedVariables['notInherited'];
  /** The node that would get them; the page's own unless said. */
  readonly nodeId?: string | undefined;
}

/** What a database leaves to the services beside it, and why. */
export function NotInherited({ variables, nodeId }: NotInheritedProps) {
  const sourceWords = useSourceWords(nodeId);
  if (variables.length === 0) return null;
  return (
    <section aria-label="Not inherited" className="flex flex-col gap-2">
      <h2 className="font-semibold">Not inherited</h2>
      <p className="text-secondary text-sm">
        Meant for what connects to a database, these would change how this one starts. Set one here if it
        shall.
      </p>
      <ul className="flex flex-col">
        {variables.map(({ name, reason, ...source }) => (
          <li key={name} className="flex flex-wrap gap-x-3 border-line border-t py-1.5 text-sm">
            <span className="font-mono [overflow-wrap:anywhere]">{name}</span>
            <span className="text-secondary">
              {sourceWords({ ...source, overrides: [], isSecret: false })}: {reason}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
