import type { ApplicationSpec } from '#shared/contract/application-spec.ts';
import { SpecFields } from '../spec-fields.tsx';
import { differences, fromSpec, type SpecForm, specIssue, toSpec } from '../spec-form.ts';
import { forAnyForm } from './spec-editor.ts';

/** The form of an application: source, replicas, ports, health and limits. */
export const applicationEditor = forAnyForm<SpecForm, ApplicationSpec>({
  fromSpec,
  toSpec,
  issueAt: specIssue,
  differences,
  Fields: SpecFields,
});
