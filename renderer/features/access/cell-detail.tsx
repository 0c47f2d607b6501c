import { useEffect, useState } from 'react';
import type { AccessMatrix } from '#shared/contract/access.ts';
import { useExplanation } from '../../lib/access/use-explanation.ts';
import { type MatrixCell, sourcesAt } from './matrix.ts';

const restMs = 200;

/** The cell that the pointer or the keyboard rests on; passing over many asks nothing. */
const useRested = (cell: MatrixCell | undefined): MatrixCell | undefined => {
  const [rested, setRested] = useState(cell);
  useEffect(() => {
    const timer = setTimeout(() => setRested(cell), restMs);
    return () => clearTimeout(timer);
  }, [cell]);
  return rested === cell ? cell : undefined;
};

/** By what a member holds what the cell stands for, or what would give it. */
export const CellDetail = ({
  matrix,
  cell,
}: {
  readonly matrix: AccessMatrix;
  readonly cell: MatrixCell | undefined;
}) => {
  const rested = useRested(cell);
  const place = rested && matrix.places[rested.place];
  const { data } = useExplanation(
    rested && place
      ? { memberId: matrix.memberId, permission: rested.row.permission, nodeId: place.id }
      : undefined,
  );
  const shown = rested && data?.permission === rested.row.permission && data.place.id === place?.id;
  const lines = shown
    ? [...new Set((data.isAllowed ? data.by : data.wouldAllow).map(({ text }) => text))]
    : cell
      ? sourcesAt(matrix, cell).map(({ text }) => text)
      : [];
  return (
    <section
      aria-label="By what"
      aria-live="polite"
      className="min-h-18 shrink-0 rounded-lg border border-line bg-panel px-3 py-2"
    >
      {cell ? (
        <>
          <p className="font-medium">
            <span className="font-mono text-sm">{cell.row.permission}</span> on{' '}
            {matrix.places[cell.place]?.path}
          </p>
          {shown && !data.isAllowed && (
            <p className="text-secondary">
              {lines.length > 0 ? 'Not held. It would take one of these:' : data.text}
            </p>
          )}
          <ul className="list-disc pl-4 text-secondary">
            {lines.slice(0, 3).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      ) : (
        <p className="text-secondary">
          Point at a cell, or walk there with the arrows, to see by what it is held or what would give it.
        </p>
      )}
    </section>
  );
};
