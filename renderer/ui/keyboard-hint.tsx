const isMac = /mac|iphone|ipad/i.test(navigator.platform);

const names: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: isMac ? '⇧' : 'Shift',
  alt: isMac ? '⌥' : 'Alt',
  enter: '↵',
  escape: 'Esc',
  delete: 'Del',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  pageup: 'PgUp',
  pagedown: 'PgDn',
};

const nameOf = (key: string): string =>
  names[key] ?? (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1));

/** Keys as this system writes them, from `mod+k`. */
export const keyNames = (keys: string): string =>
  keys
    .toLowerCase()
    .split('+')
    .map(nameOf)
    .join(isMac ? '' : '+');

export const KeyboardHint = ({ keys }: { readonly keys: string }) => (
  <kbd className="whitespace-nowrap rounded border border-line bg-panel px-1 font-sans text-secondary text-xs">
    {keyNames(keys)}
  </kbd>
);
