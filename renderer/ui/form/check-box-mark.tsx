import { Check, Minus } from 'lucide-react';
import { classNames } from '../class-names.ts';

export type CheckState = 'all' | 'some' | 'none';

interface CheckBoxMarkProps {
  readonly state: CheckState;
  readonly isInert?: boolean;
}

/** How a check box looks; what holds it says its state to readers. */
export const CheckBoxMark = ({ state, isInert }: CheckBoxMarkProps) => (
  <span
    aria-hidden
    className={classNames(
      'flex size-4 shrink-0 items-center justify-center rounded border',
      state === 'none' && 'border-control bg-canvas',
      state === 'some' && 'border-accent bg-canvas text-accent',
      state === 'all' && !isInert && 'border-accent bg-accent text-on-accent',
      state === 'all' && isInert && 'border-control bg-hover text-muted',
    )}
  >
    {state === 'all' && <Check className="size-3" strokeWidth={3} />}
    {state === 'some' && <Minus className="size-3" strokeWidth={3} />}
  </span>
);
