import type { ReactNode } from 'react';

interface PickRowProps {
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

/** A row of a short list of which one is picked. */
export function PickRow({ isChosen, onChoose, children }: PickRowProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className="flex h-7 w-full items-center gap-3 px-2 text-left hover:bg-hover focus-visible:outline-offset-[-2px] aria-pressed:bg-selected aria-pressed:shadow-[inset_2px_0_var(--accent)]"
    >
      {children}
    </button>
  );
}
