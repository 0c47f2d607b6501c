import { useEffect } from 'react';
import { refreshSession } from '../../lib/host/change-feed.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { undoQueue } from '../../state/undo.ts';
import { keepTrying } from './keep-trying.ts';
import { onTabs, tellTabs } from './tabs.ts';

const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
/** Input is told to the host and to other windows at most this often. */
const tellEveryMs = 10_000;

/** Locks this session on the host; every window of it shows so. */
export const lockNow = async (): Promise<void> => {
  // while it still may
  await undoQueue.settle();
  await rpc.session.lock();
  tellTabs('changed');
  await refreshSession();
};

/** A page that changes under a pointer at rest is told of as a move of nothing. */
const isRest = (event: Event): boolean =>
  event instanceof PointerEvent && event.type === 'pointermove' && !event.movementX && !event.movementY;

const report = (error: unknown): void => console.error('the session lock', error);

/**
 * Locks the session after so many minutes without input in any window of this browser, as soon as the host can be reached
 * then. It is told of input, so that it locks by itself where no window is left to do it.
 */
export const useIdleLock = (minutes: number | null): void => {
  useEffect(() => {
    if (minutes === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let toldAt = Date.now();
    let isDue = false;
    let isOver = false;
    const lock = (): void => {
      if (isDue) return;
      isDue = true;
      void keepTrying(lockNow, { isGivenUp: () => isOver, onFailure: report }).finally(() => {
        isDue = false;
      });
    };
    const restart = (): void => {
      clearTimeout(timer);
      timer = setTimeout(lock, minutes * 60_000);
    };
    const onInput = (event: Event): void => {
      if (isRest(event)) return;
      restart();
      if (Date.now() - toldAt < tellEveryMs) return;
      toldAt = Date.now();
      tellTabs('active');
      rpc.session.noteActivity().catch(report);
    };
    const stop = onTabs((word) => word === 'active' && restart());
    for (const input of inputs) window.addEventListener(input, onInput, { passive: true });
    restart();
    return () => {
      isOver = true;
      clearTimeout(timer);
      stop();
      for (const input of inputs) window.removeEventListener(input, onInput);
    };
  }, [minutes]);
};
