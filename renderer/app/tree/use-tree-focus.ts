import { type FocusEvent, useCallback, useEffect, useRef, useState } from 'react';

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

/** The roving tab stop: one row can be tabbed to, and holds the keyboard while the tree has it. */
export const useTreeFocus = (): TreeFocus => {
  const [focusedId, setFocusedId] = useState<string>();
  const hasFocus = useRef(false);
  const latestId = useRef<string>(undefined);

  useEffect(() => {
    latestId.current = focusedId;
    if (hasFocus.current) focusElement(focusedId);
  }, [focusedId]);

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
