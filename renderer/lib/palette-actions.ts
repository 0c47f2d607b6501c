import { useEffect, useId } from 'react';
import { create } from 'zustand';
import type { Reason } from '../ui/reason.ts';

export interface PaletteAction {
  readonly id: string;
  readonly label: string;
  readonly group?: string;
  readonly shortcut?: string;
  readonly disabledReason?: Reason | undefined;
  /** It ends, locks or deletes: comes last while nothing is typed. */
  readonly isHarmful?: boolean;
  readonly run: () => void;
}

interface PaletteState {
  readonly isOpen: boolean;
  /** By the component that offers them. */
  readonly offered: ReadonlyMap<string, readonly PaletteAction[]>;
}

export const usePalette = create<PaletteState>()(() => ({ isOpen: false, offered: new Map() }));

export const setPaletteOpen = (isOpen: boolean): void => usePalette.setState({ isOpen });

const offer = (owner: string, actions: readonly PaletteAction[] | undefined): void =>
  usePalette.setState(({ offered }) => {
    const next = new Map(offered);
    if (actions) next.set(owner, actions);
    else next.delete(owner);
    return { offered: next };
  });

/** Offers a page's own actions in the command palette for as long as it is mounted. Keep the array stable. */
export const usePaletteActions = (actions: readonly PaletteAction[]): void => {
  const owner = useId();
  useEffect(() => {
    offer(owner, actions);
    return () => offer(owner, undefined);
  }, [owner, actions]);
};
