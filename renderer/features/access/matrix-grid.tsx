import { Check } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { AccessMatrix } from '#shared/contract/access.ts';
import { kindWords } from '../../lib/access/permission-words.ts';
import { classNames } from '../../ui/class-names.ts';
import { cellState, type MatrixCell, type MatrixRow, moveInGrid } from './matrix.ts';

interface MatrixGridProps {
  readonly matrix: AccessMatrix;
  readonly rows: readonly MatrixRow[];
  /** First column shown, and the one after the last. */
  readonly columns: readonly [number, number];
  readonly onCell: (cell: MatrixCell | undefined) => void;
}

const words = { direct: 'held', inherited: 'held from above', none: 'not held' };

interface CellProps {
  readonly matrix: AccessMatrix;
  readonly cell: MatrixCell;
  readonly position: string;
  readonly isActive: boolean;
}

const Cell = ({ matrix, cell, position, isActive }: CellProps) => {
  const state = cellState(matrix, cell);
  return (
    <div
      role="gridcell"
      data-cell={position}
      tabIndex={isActive ? 0 : -1}
      aria-label={`${words[state]}: ${cell.row.permission} on ${matrix.places[cell.place]?.path ?? ''}`}
      className="flex h-6 items-center justify-center border-line border-l hover:bg-hover focus-visible:outline-offset-[-2px]"
    >
      {state !== 'none' && (
        <Check
          aria-hidden
          className={classNames('mx-auto size-3.5', state === 'direct' ? 'text-state-running' : 'text-muted')}
          strokeWidth={state === 'direct' ? 3 : 2}
        />
      )}
    </div>
  );
};

const placeName = ({ kind, path }: AccessMatrix['places'][number]): string =>
  kind === 'organization' ? 'everywhere' : path.slice(path.indexOf('/') + 1);

const Head = (props: {
  readonly places: AccessMatrix['places'];
  readonly style: { readonly gridTemplateColumns: string };
}) => (
  <div
    role="row"
    style={props.style}
    className="sticky top-0 z-10 grid border-line border-b bg-panel py-1 text-sm"
  >
    <div role="columnheader" className="px-3 text-muted">
      Permission
    </div>
    {props.places.map((place) => (
      <div
        key={place.id}
        role="columnheader"
        title={place.path}
        className="truncate px-2 text-center font-medium text-secondary"
      >
        {placeName(place)}
      </div>
    ))}
  </div>
);

/** Permissions down, scopes across; arrows walk from cell to cell. */
export const MatrixGrid = ({ matrix, rows, columns, onCell }: MatrixGridProps) => {
  const [from, to] = columns;
  const [at, setAt] = useState({ row: 0, column: from });
  const body = useRef<HTMLDivElement>(null);
  const places = matrix.places.slice(from, to);
  const style = { gridTemplateColumns: `15rem repeat(${places.length}, minmax(7rem, 1fr))` };
  const active = {
    row: Math.min(at.row, rows.length - 1),
    column: at.column >= from && at.column < to ? at.column : from,
  };
  const positionOf = (target: EventTarget): { row: number; column: number } | undefined => {
    const [row, column] =
      (target instanceof Element ? target.closest('[data-cell]')?.getAttribute('data-cell') : undefined)
        ?.split(':')
        .map(Number) ?? [];
    return row === undefined || column === undefined ? undefined : { row, column };
  };
  const show = (target: EventTarget): void => {
    const position = positionOf(target);
    const row = position && rows[position.row];
    onCell(position && row ? { row, place: position.column } : undefined);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moveInGrid(event.key, active, rows.length, columns);
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setAt(next);
    body.current?.querySelector<HTMLElement>(`[data-cell="${next.row}:${next.column}"]`)?.focus();
  };
  return (
    <div className="min-h-0 flex-1 overflow-auto rounded-lg border border-line">
      <div
        ref={body}
        role="grid"
        tabIndex={-1}
        aria-label={`What ${matrix.memberName} may`}
        aria-colcount={matrix.places.length + 1}
        onKeyDown={onKeyDown}
        onMouseOver={({ target }) => show(target)}
        onFocus={({ target }) => {
          const position = positionOf(target);
          if (position) setAt(position);
          show(target);
        }}
        className="outline-none"
      >
        <Head places={places} style={style} />
        {rows.map((row, index) => (
          <div
            key={row.permission}
            role="row"
            style={style}
            className="grid border-line border-b last:border-b-0"
          >
            <div
              role="rowheader"
              title={kindWords(row.kind)}
              className={classNames(
                'truncate px-3 font-mono text-sm leading-6',
                rows[index - 1]?.kind === row.kind && 'text-secondary',
              )}
            >
              {row.permission}
            </div>
            {places.map(({ id }, offset) => (
              <Cell
                key={id}
                matrix={matrix}
                cell={{ row, place: from + offset }}
                position={`${index}:${from + offset}`}
                isActive={index === active.row && from + offset === active.column}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
};
