import type { Page } from '@playwright/test';
import { allKinds, nodeKinds } from '#shared/model/nodes.ts';

/** What people are shown that only machines read: JSON, internal ids, raw instants, sentences run together. */
export const machineText = (page: Page): Promise<string[]> =>
  page.evaluate(findMachineText, [...allKinds.map((kind) => nodeKinds[kind].prefix), 'acc', 'ses']);

/** Runs in the page, where nothing of this file is known. */
function findMachineText(prefixes: readonly string[]): string[] {
  const isMachines = new RegExp(
    [
      String.raw`\b(?:${prefixes.join('|')})_[0-9a-z]{10,}`,
      String.raw`^\s*[[{]"`,
      String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d`,
      '[a-z]{2}[.!?][A-Z][a-z]',
    ].join('|'),
  );
  const found = new Set<string>();
  const look = (text: string | null): void => {
    if (text && isMachines.test(text)) found.add(text.trim().slice(0, 200));
  };
  for (const root of document.querySelectorAll('main, [role=dialog]')) {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    // Code is what a machine says, and is copied as it is.
    while (texts.nextNode())
      if (!texts.currentNode.parentElement?.closest('code, pre')) look(texts.currentNode.nodeValue);
    for (const sentence of root.querySelectorAll('p, li > span')) look(sentence.textContent);
    for (const named of root.querySelectorAll('[title]')) look(named.getAttribute('title'));
  }
  return [...found];
}
