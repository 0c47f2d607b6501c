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

  const act = (event: KeyboardEvent): boolean => {
    const command = commandOf(event);
    const isModified = event.ctrlKey || event.metaKey || event.altKey;
    const move = isModified ? undefined : moveByKey(view, at, event.key);
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
