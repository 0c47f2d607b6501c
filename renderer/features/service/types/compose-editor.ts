import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
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
  Fields: ComposeFields,
});
