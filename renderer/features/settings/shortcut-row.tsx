import { Pencil, RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { keysOfEvent } from '../../lib/keys-of-event.ts';
import { isMac } from '../../lib/shortcuts.ts';
import { bindKeys } from '../../state/key-bindings.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { KeyboardHint } from '../../ui/keyboard-hint.tsx';

/** A shortcut with the keys that it comes with, and those that it has now. */
export interface ShortcutRowProps {
  readonly label: string;
  readonly own: string;
  readonly keys: string;
  /** What other keys do already. */
  readonly takenBy: (keys: string) => string | undefined;
}

/** One shortcut, and how it gets other keys: by pressing them. */
export function ShortcutRow({ label, own, keys, takenBy }: ShortcutRowProps) {
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (!isAsking) return;
    const listen = (event: KeyboardEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      const pressed = keysOfEvent(event, isMac);
      if (event.key === 'Escape') setAsking(false);
      else if (pressed !== undefined) {
        const other = pressed === keys ? undefined : takenBy(pressed);
        setProblem(other && `${other} has these keys`);
        if (!other) bindKeys(own, pressed);
        setAsking(other !== undefined);
      }
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, [isAsking, own, keys, takenBy]);
  return (
    <div className="flex items-center justify-between gap-4 border-line border-t py-1">
      <dt>{label}</dt>
      <dd className="flex items-center gap-1">
        <span role="status">
          {isAsking ? (problem ?? 'Press the new keys; Esc keeps these') : <KeyboardHint keys={keys} />}
        </span>
        {keys !== own && (
          <IconButton
            label={`Give ${label} its own keys again`}
            icon={RotateCcw}
            size="sm"
            onClick={() => bindKeys(own, undefined)}
          />
        )}
        <IconButton
          label={`Change the keys of ${label}`}
          icon={Pencil}
          size="sm"
          onClick={() => {
            setProblem(undefined);
            setAsking(true);
          }}
        />
      </dd>
    </div>
  );
}
