import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface Layout {
  /** In pixels. */
  readonly treeWidth: number;
}

export const narrowestTree = 200;
export const widestTree = 560;

export const useLayout = create<Layout>()(
  persist((): Layout => ({ treeWidth: 280 }), { name: 'quayside.layout' }),
);

export const setTreeWidth = (width: number): void =>
  void useLayout.setState({ treeWidth: Math.round(Math.min(widestTree, Math.max(narrowestTree, width))) });
