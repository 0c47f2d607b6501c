import type { ResolvedVariable } from '#shared/contract/variable.ts';
import { Button } from '../../ui/button.tsx';
import { mask } from './rows.ts';
import { useSourceWords } from './use-source-words.ts';

interface InheritedProps {
  readonly variables: readonly ResolvedVariable[];
  readonly isReadOnly: boolean;
  readonly onOverride: (variable: ResolvedVariable) => void;
}

/** What a service gets without having it itself, and from where. */
export function Inherited({ variables, isReadOnly, onOverride }: InheritedProps) {
  const sourceWords = useSourceWords();
  if (variables.length === 0) return null;
  return (
    <section aria-labelledby="inherited" className="flex flex-col gap-2">
      <h2 id="inherited" className="font-semibold">
        Inherited
      </h2>
      <table className="w-full table-fixed border-collapse">
        <thead>
          <tr className="text-left text-muted text-sm">
            <th className="w-64 py-1 font-normal">Name</th>
            <th className="py-1 font-normal">Value</th>
            <th className="w-64 py-1 font-normal">From</th>
            <th className="w-32 py-1 font-normal">
              <span className="sr-only">What to do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {variables.map((variable) => (
            <tr key={variable.name} className="border-line border-t align-top">
              <th scope="row" className="break-words py-1.5 pr-3 text-left font-mono font-normal text-sm">
                {variable.name}
              </th>
              <td className="whitespace-pre-wrap py-1.5 pr-3 font-mono text-secondary text-sm [overflow-wrap:anywhere]">
                {variable.value ?? mask}
              </td>
              <td className="py-1.5 pr-3 text-secondary text-sm">{sourceWords(variable)}</td>
              <td className="py-1 text-right">
                {!isReadOnly && (
                  <Button size="sm" onClick={() => onOverride(variable)}>
                    Override here
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
