import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { ComposeBasics } from '../compose/compose-basics.tsx';
import { ComposeFields } from '../compose/compose-fields.tsx';
import {
  type ComposeForm,
  composeDifferences,
  composeIssue,
  fromComposeSpec,
  toComposeSpec,
} from '../compose/compose-form.ts';
import { forAnyForm } from './spec-editor.ts';

/** The files of a compose project, with what they come to. */
export const composeEditor = forAnyForm<ComposeForm, ComposeSpec>({
  fromSpec: fromComposeSpec,
  toSpec: toComposeSpec,
  issueAt: composeIssue,
  differences: composeDifferences,
  empty: fromComposeSpec(null, null),
  // as the file itself says, else what it is
  suggestedName: ({ files }) => /^name:\s*["']?([\w.-]{1,63})/m.exec(files[0]?.text ?? '')?.[1] ?? 'stack',
  Basics: ComposeBasics,
  Fields: ComposeFields,
});
