import { useEffect } from 'react';
import { type FocusLine, focusNear, lineOf } from './focus-line.ts';

/**
 * Where what has the keyboard goes away, such as a row that was deleted or a link whose page was left, the keyboard goes
 * to the nearest place that is still there, and does not fall to the top of the window.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let line: FocusLine = [];
    const note = (): void => {
      line = lineOf(document.activeElement);
    };
    // whoever clicks beside everything wants it nowhere
    const forget = ({ target }: PointerEvent): void => {
      if (!(target instanceof Node && line[0]?.contains(target))) line = [];
    };
    const isLost = (): boolean =>
      line[0] !== undefined && !line[0].isConnected && document.activeElement === document.body;
    const observer = new MutationObserver(() => {
      if (!isLost()) return;
      // after whoever closes a menu or a dialog has given the keyboard back
      setTimeout(() => isLost() && focusNear(line));
    });
    observer.observe(document.body, { childList: true, subtree: true });
    addEventListener('focusin', note);
    addEventListener('pointerdown', forget);
    return () => {
      observer.disconnect();
      removeEventListener('focusin', note);
      removeEventListener('pointerdown', forget);
    };
  }, []);
}
