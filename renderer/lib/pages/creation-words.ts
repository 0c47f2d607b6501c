/** What people type who want a new one of a kind; in lower case. */
export function creationWords(label: string): string[] {
  return ['new', 'create', 'add', 'make'].map((verb) => `${verb} ${label.toLowerCase()}`);
}
