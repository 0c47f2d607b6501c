import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export interface KeyBindings {
  /** The keys that somebody chose, by those that a shortcut comes with. */
  readonly chosen: Readonly<Record<string, string>>;
}

export const useKeyBindings = create<KeyBindings>()(
  persist((): KeyBindings => ({ chosen: {} }), { name: 'quayside.keys' }),
);

/** The keys that work now in the place of those that a shortcut comes with. */
export const keysNow = ({ chosen }: KeyBindings, keys: string): string => chosen[keys] ?? keys;

/** Gives a shortcut other keys; its own again where none are given. */
export const bindKeys = (keys: string, next: string | undefined): void =>
  void useKeyBindings.setState(({ chosen }) => {
    const { [keys]: _, ...others } = chosen;
    return { chosen: next === undefined || next === keys ? others : { ...others, [keys]: next } };
  });
