import { useCallback } from 'react';
import { useSearchParam } from '../navigation.ts';

interface AddressDialog {
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
}

/** The part of an address that opens a dialog of the page, for links and the palette: `?dialog=new-team`. */
export const dialogSearch = (dialog: string): string => `?dialog=${dialog}`;

/** A dialog of a page that is open while the address names it, so that it can be gone to from anywhere. */
export function useAddressDialog(dialog: string): AddressDialog {
  const [shown, show] = useSearchParam('dialog');
  const open = useCallback(() => show(dialog, { replace: true }), [show, dialog]);
  const close = useCallback(() => show(undefined, { replace: true }), [show]);
  return { isOpen: shown === dialog, open, close };
}
