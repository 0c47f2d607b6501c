import { type FocusEvent, useCallback, useLayoutEffect, useRef, useState } from 'react';

interface TreeFocus {
  readonly focusedId: string | undefined;
  readonly setFocusedId: (id: string | undefined) => void;
  /** Puts the keyboard back on the row, such as after its name was edited. */
  readonly refocus: () => void;
  readonly handlers: {
    readonly onFocus: (event: FocusEvent) => void;
    readonly onBlur: (event: FocusEvent) => void;
  };
}

const focusElement = (id: string | undefined): void => {
  if (id !== undefined) document.getElementById(`tree-${id}`)?.focus({ preventScroll: true });
};

const isEditing = (): boolean => document.activeElement instanceof HTMLInputElement;

/** The roving tab stop: one row can be tabbed to, and holds the keyboard while the tree has it. */
export const useTreeFocus = (): TreeFocus => {
  const [focusedId, setFocusedId] = useState<string>();
  const hasFocus = useRef(false);
  const latestId = useRef<string>(undefined);

  // After every drawing: the element that had the keyboard may now show another row.
  useLayoutEffect(() => {
    latestId.current = focusedId;
    const shown = document.activeElement?.getAttribute('data-row');
    if (hasFocus.current && shown !== focusedId && !isEditing()) focusElement(focusedId);
  });

  const refocus = useCallback(() => {
    hasFocus.current = true;
    requestAnimationFrame(() => focusElement(latestId.current));
  }, []);

  return {
    focusedId,
    setFocusedId,
    refocus,
    handlers: {
      onFocus: (event) => {
        hasFocus.current = true;
        const row = event.target.getAttribute('data-row');
        if (row !== null) setFocusedId(row);
      },
      onBlur: (event) => {
        hasFocus.current = event.currentTarget.contains(event.relatedTarget);
      },
    },
  };
};
