import type { LucideIcon } from 'lucide-react';
import type { PaletteItem } from '../../features/palette/palette-row.tsx';
import type { Reason } from '../../ui/reason.ts';

/** A line of the palette before its texts are known. */
export interface ItemSource {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly detail?: string;
  readonly icon?: LucideIcon | undefined;
  readonly shortcut?: string | undefined;
  readonly disabledReason?: Reason | undefined;
  readonly isHarmful?: boolean | undefined;
  /** Further words that find it, in lower case. */
  readonly words?: readonly string[];
  readonly run: () => void;
}

const textsOf = ({ label, detail }: ItemSource): readonly string[] =>
  detail ? [label, `${label} ${detail}`, `${detail} / ${label}`] : [label];

/** Makes it a line that is found by its label, by its place, and by its further words. */
export const toItem = (source: ItemSource): PaletteItem => ({
  ...source,
  texts: [...textsOf(source).map((text) => text.toLowerCase()), ...(source.words ?? [])],
});
