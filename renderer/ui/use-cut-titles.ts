import { useEffect } from 'react';

/** Text that an ellipsis ends shows itself whole under the mouse, wherever it stands; nothing that has a title of its own. */
export function useCutTitles(): void {
  useEffect(() => {
    let scan: number | undefined;
    const plan = (): void => {
      scan ??= window.setTimeout(() => {
        scan = undefined;
        for (const element of document.querySelectorAll<HTMLElement>(cutting)) nameWhole(element);
      }, settledMs);
    };
    const observer = new MutationObserver(plan);
    const what = { childList: true, characterData: true, attributeFilter: ['style', 'class'] };
    observer.observe(document.body, { subtree: true, ...what });
    addEventListener('resize', plan);
    plan();
    return () => {
      observer.disconnect();
      removeEventListener('resize', plan);
      clearTimeout(scan);
    };
  }, []);
}

const cutting = '.truncate, [class*="line-clamp-"]';
/** What changes all the time, such as rows under the mouse wheel, is looked through this often. */
const settledMs = 100;

function nameWhole(element: HTMLElement): void {
  const isOurs = element.dataset.cut !== undefined;
  if (element.title !== '' && !isOurs) return;
  const isCut = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight + 1;
  if (isCut === isOurs && (!isCut || element.title === element.textContent)) return;
  if (isCut) {
    element.dataset.cut = '';
    element.title = element.textContent ?? '';
  } else {
    delete element.dataset.cut;
    element.removeAttribute('title');
  }
}
