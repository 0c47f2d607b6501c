interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const alone = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'Dead', 'Unidentified']);
/** Keys that move about or leave: they cannot be anything else. */
const taken = new Set(['Tab', 'Escape', ' ', 'Enter']);

/**
 * What was pressed as a shortcut is written, such as `mod+shift+p`; undefined for a key that is only held, and for one
 * that moves the keyboard about when it is pressed alone.
 */
export function keysOfEvent(event: Pressed, isMac: boolean): string | undefined {
  const { key } = event;
  const isMod = isMac ? event.metaKey : event.ctrlKey;
  if (alone.has(key) || key === '+') return undefined;
  if (taken.has(key) && !isMod && !event.altKey) return undefined;
  const isNamed = key.length > 1 || /^[a-z]$/i.test(key);
  return [isMod && 'mod', event.altKey && 'alt', isNamed && event.shiftKey && 'shift', key.toLowerCase()]
    .filter(Boolean)
    .join('+');
}
