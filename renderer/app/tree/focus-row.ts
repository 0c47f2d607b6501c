/** Gives the keyboard to the row of the tree that has the tab stop; where no tree is shown, takes it from what has it. */
export function focusTreeRow(): void {
  const row = document.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]');
  if (row) row.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
