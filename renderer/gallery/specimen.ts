import type { ReactNode } from 'react';

/** A control in one of its looks; the looks of one control differ in nothing else. */
export interface Specimen {
  readonly control: string;
  readonly look: 'chosen' | 'plain' | 'chosen disabled' | 'disabled';
  readonly children: ReactNode;
}
