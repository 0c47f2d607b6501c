import { type KeyboardEvent, useRef } from 'react';
import { isMac } from '../../lib/shortcuts.ts';
import { findTyped, moveByKey } from './tree-keys.ts';
import type { TreeView } from './tree-view.ts';

export type TreeCommand = 'rename' | 'delete' | 'duplicate' | 'cut' | 'paste';

/** What keys can do to the focused row besides moving about. */
interface TreeKeyActions {
  readonly focus: (at: number) => void;
  readonly setOpen: (at: number, isOpen: boolean) => void;
  readonly openPage: (at: number) => void;
  readonly run: (at: number, command: TreeCommand) => void;
  readonly toggleChoice: (at: number) => void;
  /** Goes there, and chooses everything on the way. */
  readonly extendChoice: (at: number, adds: boolean) => void;
  readonly chooseSiblings: (at: number) => void;
  readonly cancel: () => void;
}

const typeaheadMs = 700;

const commandOf = (event: KeyboardEvent): TreeCommand | undefined => {
  if (event.key === 'F2') return 'rename';
  if (event.key === 'Delete' || (isMac && event.key === 'Backspace' && event.metaKey)) return 'delete';
  const isMod = isMac ? event.metaKey : event.ctrlKey;
  if (!isMod || event.shiftKey || event.altKey) return undefined;
  const byLetter = { d: 'duplicate', x: 'cut', v: 'paste' } as const;
  const letter = event.key.toLowerCase();
  return letter in byLetter ? byLetter[letter as keyof typeof byLetter] : undefined;
};

const vertical: ReadonlySet<string> = new Set(['ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'PageUp']);

const isPrintable = (event: KeyboardEvent): boolean =>
  event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;

/** The keyboard of the tree: the ARIA pattern, typing ahead, and the commands of a row. */
export const useTreeKeyboard = (
  view: TreeView,
  at: number,
  actions: TreeKeyActions,
): ((event: KeyboardEvent) => void) => {
  const typed = useRef({ text: '', at: 0 });

  const typeAhead = (letter: string): void => {
    const now = Date.now();
    const text = now - typed.current.at < typeaheadMs ? typed.current.text + letter : letter;
    typed.current = { text, at: now };
    const found = findTyped(view, at, text);
    if (found !== undefined) actions.focus(found);
  };

  /** The choice of several rows: Shift with what moves up and down, Ctrl with the space bar and A. */
  const chooseBy = (event: KeyboardEvent): boolean => {
    const isMod = event.ctrlKey || event.metaKey;
    if (event.altKey || !(isMod || event.shiftKey)) return false;
    const move = vertical.has(event.key) ? moveByKey(view, at, event.key) : undefined;
    if (event.key === ' ') event.shiftKey ? actions.extendChoice(at, isMod) : actions.toggleChoice(at);
    else if (move?.type === 'focus')
      event.shiftKey ? actions.extendChoice(move.at, isMod) : actions.focus(move.at);
    else if (isMod && !event.shiftKey && event.key.toLowerCase() === 'a') actions.chooseSiblings(at);
    else return false;
    return true;
  };

  const act = (event: KeyboardEvent): boolean => {
    if (chooseBy(event)) return true;
    const command = commandOf(event);
    const isModified = event.ctrlKey || event.metaKey || event.altKey;
    const move = isModified ? undefined : moveByKey(view, at, event.key);
    // to go on ends the name that was being typed
    if (move) typed.current = { text: '', at: 0 };
    if (command) actions.run(at, command);
    else if (move?.type === 'focus') actions.focus(move.at);
    else if (move) actions.setOpen(move.at, move.type === 'expand');
    else if ((event.key === 'Enter' || event.key === ' ') && !isModified) actions.openPage(at);
    else if (event.key === 'Escape') actions.cancel();
    else if (isPrintable(event) && event.key !== '?') typeAhead(event.key.toLowerCase());
    else return false;
    return true;
  };

  return (event) => {
    if (!act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
};
