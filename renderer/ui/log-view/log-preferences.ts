import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface LogPreferences {
  readonly isWrapped: boolean;
  readonly hasTime: boolean;
  readonly set: (change: { isWrapped?: boolean; hasTime?: boolean }) => void;
}

/** How this window shows logs; the same for all of them, kept over reloads. */
export const useLogPreferences = create<LogPreferences>()(
  persist((set) => ({ isWrapped: false, hasTime: true, set: (change) => set(change) }), {
    name: 'quayside.logs',
  }),
);
