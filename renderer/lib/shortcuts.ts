import { useEffect, useEffectEvent, useId } from 'react';
import { create } from 'zustand';
import { keysNow, useKeyBindings } from '../state/key-bindings.ts';

export const isMac = /mac|iphone|ipad/i.test(navigator.platform);

interface Shortcut {
  /** The keys that it comes with. */
  readonly own: string;
  readonly keys: string;
  readonly label: string;
}

/** The shortcuts that work right now, for the `?` sheet. */
export const useShortcuts = create<{ readonly active: ReadonlyMap<string, Shortcut> }>()(() => ({
  active: new Map(),
}));

const list = (owner: string, shortcut: Shortcut | undefined): void =>
  useShortcuts.setState(({ active }) => {
    const next = new Map(active);
    if (shortcut) next.set(owner, shortcut);
    else next.delete(owner);
    return { active: next };
  });

/** Whether a key event is these keys, written like `mod+shift+p`, `?` or `alt+arrowleft`. */
export const matches = (event: KeyboardEvent, keys: string): boolean => {
  const parts = keys.toLowerCase().split('+');
  const key = parts.at(-1) ?? '';
  const wants = (name: string): boolean => parts.includes(name);
  const mod = isMac ? event.metaKey : event.ctrlKey;
  if (wants('mod') !== mod || wants('alt') !== event.altKey) return false;
  if (key.length > 1 && wants('shift') !== event.shiftKey) return false;
  if (/^[a-z]$/.test(key) && wants('shift') !== event.shiftKey) return false;
  return event.key.toLowerCase() === key;
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const isTerminal = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('[data-owns-keyboard]') !== null;

/** A dialog or a menu lies above the page: a letter is its own, or nobody's. */
const isAbovePage = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('[role=dialog],[role=alertdialog],[role=menu]') !== null;

interface ShortcutOptions {
  readonly enabled?: boolean;
  /** Never while typing, nor below a dialog or a menu, though it is no single letter: `mod+z` is a field's own there. */
  readonly isOfPage?: boolean;
}

/**
 * A shortcut that works for as long as the component is mounted, by other keys where somebody chose them; single letters
 * never while typing, nor below a dialog or a menu.
 */
export const useShortcut = (
  own: string,
  label: string,
  run: () => void,
  { enabled = true, isOfPage = false }: ShortcutOptions = {},
): void => {
  const owner = useId();
  const keys = useKeyBindings((bindings) => keysNow(bindings, own));
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || !matches(event, keys) || isTerminal(event.target)) return;
    const hasModifier = event.metaKey || event.ctrlKey || event.altKey;
    if ((!hasModifier || isOfPage) && (isTyping(event.target) || isAbovePage(event.target))) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    if (!enabled) return;
    list(owner, { own, keys, label });
    const listener = (event: KeyboardEvent): void => onKeyDown(event);
    window.addEventListener('keydown', listener);
    return () => {
      list(owner, undefined);
      window.removeEventListener('keydown', listener);
    };
  }, [owner, own, keys, label, enabled]);
};
