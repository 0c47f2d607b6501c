import { type ComponentPropsWithRef, type ReactNode, type UIEvent, useId, useRef } from 'react';
import { describedBy, FormRow } from './form-row.tsx';

interface CodeAreaProps extends Omit<ComponentPropsWithRef<'textarea'>, 'value' | 'wrap'> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly value: string;
  /** Lines that something is wrong with, counted from 1. */
  readonly marked?: ReadonlySet<number> | undefined;
}

/** A whole file, with the numbers of its lines beside it; what is wrong is told by them. */
export function CodeArea({ label, hint, error, value, marked, rows = 16, ...rest }: CodeAreaProps) {
  const id = useId();
  const gutter = useRef<HTMLDivElement>(null);
  const follow = (event: UIEvent<HTMLTextAreaElement>): void => {
    if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
  };
  return (
    <FormRow label={label} htmlFor={id} hint={hint} error={error}>
      <div className="flex overflow-hidden rounded border border-control bg-canvas hover:border-muted has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent has-[[aria-invalid=true]]:border-danger">
        <div
          ref={gutter}
          aria-hidden
          className="w-10 shrink-0 select-none overflow-hidden border-line border-r bg-panel py-1 pr-1.5 text-right font-mono text-muted text-sm"
        >
          {value.split('\n').map((_, index) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
              key={index}
              className={marked?.has(index + 1) ? 'bg-danger-soft font-semibold text-danger' : undefined}
            >
              {index + 1}
            </div>
          ))}
        </div>
        <textarea
          {...rest}
          id={id}
          rows={rows}
          value={value}
          wrap="off"
          spellCheck={false}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, hint, error)}
          onScroll={follow}
          className="min-w-0 flex-1 resize-y bg-canvas outline-none px-2 py-1 font-mono text-primary text-sm placeholder:text-muted"
        />
      </div>
    </FormRow>
  );
}
