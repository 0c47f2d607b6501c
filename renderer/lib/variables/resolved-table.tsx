import type { ReactNode } from 'react';
import type { ResolvedVariable } from '#shared/contract/variable.ts';
import { mask } from './rows.ts';
import { useSourceWords } from './use-source-words.ts';

interface ResolvedTableProps {
  readonly variables: readonly ResolvedVariable[];
  /** The node that gets them, for the names of the levels above it; the page's own unless said. */
  readonly nodeId?: string | undefined;
  readonly actionOf?: ((variable: ResolvedVariable) => ReactNode) | undefined;
}

/** Variables as a service gets them: value, and where that comes from. */
export function ResolvedTable({ variables, nodeId, actionOf }: ResolvedTableProps) {
  const sourceWords = useSourceWords(nodeId);
  return (
    <table className="w-full table-fixed border-collapse">
      <thead>
        <tr className="text-left text-muted text-sm">
          <th className="w-64 py-1 font-normal">Name</th>
          <th className="py-1 font-normal">Value</th>
          <th className="w-64 py-1 font-normal">From</th>
          {actionOf && (
            <th className="w-32 py-1 font-normal">
              <span className="sr-only">What to do</span>
            </th>
          )}
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
            {actionOf && <td className="py-1 text-right">{actionOf(variable)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
