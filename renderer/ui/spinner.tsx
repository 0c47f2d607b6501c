import { LoaderCircle } from 'lucide-react';

/** Something is under way; with a label it says what. */
export const Spinner = ({ label }: { readonly label?: string }) => (
  <span role="status" className="inline-flex items-center gap-2 text-muted">
    <LoaderCircle aria-hidden className="size-3.5 shrink-0 animate-spin" />
    {label ? <span>{label}</span> : <span className="sr-only">Loading</span>}
  </span>
);
