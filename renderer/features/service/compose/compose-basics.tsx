import type { UseFormReturn } from 'react-hook-form';
import type { ComposeForm } from './compose-form.ts';
import { ComposeText } from './compose-text.tsx';

/** The file of a new compose project; the rest is added in its configuration. */
export function ComposeBasics({ form }: { readonly form: UseFormReturn<ComposeForm> }) {
  return (
    <ComposeText
      value={form.watch('files.0.text')}
      onChange={(text) => form.setValue('files.0.text', text)}
    />
  );
}
