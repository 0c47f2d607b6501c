import type { MouseEvent } from 'react';

/** Why a control does nothing, with the way to ask for what is lacking. */
export interface Refusal {
  readonly text: string;
  readonly ask: () => void;
}

/** Why a control does nothing: said beside it, and where something can be asked for, by pressing it. */
export type Reason = string | Refusal;

export function reasonText(reason: Reason | undefined): string | undefined {
  return typeof reason === 'object' ? reason.text : reason;
}

/** The words of a control that does nothing, with what a press of it does. */
export function reasonHint(reason: Reason | undefined): string | undefined {
  return typeof reason === 'object' ? `${reason.text} Press to ask for it.` : reason;
}

/** What a press of such a control does: nothing, or the way to ask. */
export function askFor(reason: Reason | undefined): void {
  if (typeof reason === 'object') reason.ask();
}

/** The same for a press that a form or a menu around it must not see. */
export function inertPress(reason: Reason | undefined): (event: MouseEvent) => void {
  return (event) => {
    event.preventDefault();
    event.stopPropagation();
    askFor(reason);
  };
}
