import type { SchemaRow } from './schema-rows.ts';

interface SchemaTableProps {
  readonly label: string;
  readonly rows: readonly SchemaRow[];
  /** Said where there are no rows. */
  readonly empty: string;
}

/** The fields of a value with what each may be; what lies within another one is indented below it. */
export function SchemaTable({ label, rows, empty }: SchemaTableProps) {
  if (rows.length === 0) return <p className="text-secondary">{empty}</p>;
  return (
    <table aria-label={label} className="w-full table-fixed text-left">
      <thead>
        <tr className="border-line border-b text-secondary text-sm">
          <th className="w-2/5 py-1 pr-4 font-medium">Name</th>
          <th className="py-1 font-medium">What it is</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ path, depth, name, type, isRequired, remarks }) => (
          // alternatives may tell one path twice, as another type
          <tr key={`${path} ${type}`} className="border-line border-b align-top">
            <td className="py-1 pr-4">
              <span
                style={{ paddingLeft: `${depth * 1.25}rem` }}
                className="block break-all font-mono text-sm"
              >
                {name}
                {isRequired && <span className="font-sans text-muted text-xs"> required</span>}
              </span>
            </td>
            <td className="break-words py-1">
              {type}
              {remarks.length > 0 && (
                <span className="block text-secondary text-sm">{remarks.join(' · ')}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
