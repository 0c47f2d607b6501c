/** What is there before and after; null where there is nothing. */
export interface TableChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

interface ChangeTableProps {
  readonly changes: readonly TableChange[];
  readonly caption: string;
  /** Over what is there before; without it that is not shown. */
  readonly before?: string | undefined;
  readonly after: string;
}

/** What becomes of what, field by field. */
export const ChangeTable = ({ changes, caption, before, after }: ChangeTableProps) => (
  <table className="w-full table-fixed border-collapse">
    <caption className="sr-only">{caption}</caption>
    <thead>
      <tr className="text-left text-muted text-sm">
        <th className="w-44 py-1 font-normal">Field</th>
        {before && <th className="py-1 font-normal">{before}</th>}
        <th className="py-1 font-normal">{after}</th>
      </tr>
    </thead>
    <tbody>
      {changes.map(({ field, from, to }) => (
        <tr key={field} className="border-line border-t align-top">
          <th scope="row" className="break-words py-1 pr-3 text-left font-medium">
            {field}
          </th>
          {before && (
            <td className="py-1 pr-3">
              <Value value={from} isOld />
            </td>
          )}
          <td className="py-1">
            <Value value={to} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Value = ({ value, isOld }: { readonly value: string | null; readonly isOld?: boolean }) =>
  value === null ? (
    <span className="text-muted">{isOld ? 'not there' : 'taken away'}</span>
  ) : (
    <code
      className={`whitespace-pre-wrap [overflow-wrap:anywhere] font-mono text-sm ${isOld ? 'text-secondary' : ''}`}
    >
      {value || '(empty)'}
    </code>
  );
