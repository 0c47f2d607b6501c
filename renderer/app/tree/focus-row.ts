/** Gives the keyboard to the row of the tree that has the tab stop. */
export function focusTreeRow(): void {
  document.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')?.focus();
}
