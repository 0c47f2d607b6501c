import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { changeSet } from '../lib/change-set.ts';
import { type Choice, type ChoiceStep, choose, noChoice } from './choice.ts';

interface TreeState {
  /** Ids of the rows whose children are shown; the two headings begin open. */
  readonly expanded: readonly string[];
  /** Nodes that were cut, to be pasted elsewhere. */
  readonly cutIds: readonly string[];
  readonly choice: Choice;
  /** The node whose name is being edited in place. */
  readonly renamingId: string | undefined;
}

export const useTreeState = create<TreeState>()(
  persist(
    (): TreeState => ({
      expanded: ['group:server', 'group:project'],
      cutIds: [],
      choice: noChoice,
      renamingId: undefined,
    }),
    { name: 'quayside.tree', partialize: ({ expanded }) => ({ expanded }) },
  ),
);

export const setExpanded = (ids: readonly string[], isExpanded: boolean): void =>
  void useTreeState.setState(({ expanded }) => ({ expanded: [...changeSet(expanded, ids, isExpanded)] }));

export const setCut = (cutIds: readonly string[]): void => void useTreeState.setState({ cutIds });
export const setRenaming = (renamingId: string | undefined): void =>
  void useTreeState.setState({ renamingId });

export const stepChoice = (step: ChoiceStep): void =>
  void useTreeState.setState(({ choice }) => ({ choice: choose(choice, step) }));
