import type { ApplicationSpec } from '#shared/contract/application-spec.ts';
import { ApplicationBasics } from '../configuration/source-fields.tsx';
import { SpecFields } from '../configuration/spec-fields.tsx';
import {
  differences,
  emptySpec,
  fromSpec,
  type SpecForm,
  specIssue,
  toSpec,
} from '../configuration/spec-form.ts';
import { forAnyForm } from './spec-editor.ts';

/** The form of an application: source, replicas, ports, health and limits. */
export const applicationEditor = forAnyForm<SpecForm, ApplicationSpec>({
  fromSpec,
  toSpec,
  issueAt: specIssue,
  differences,
  empty: emptySpec,
  suggestedName,
  Basics: ApplicationBasics,
  Fields: SpecFields,
});

/** `ghcr.io/acme/web:1.2` and `git@host:acme/web.git` are both likely to be called web. */
function suggestedName({ sourceType, image, url }: SpecForm): string {
  if (sourceType === 'folder') return '';
  const address = sourceType === 'image' ? image.replace(/[:@][^/]*$/, '') : url.replace(/\.git\/?$/, '');
  return address.split(/[/:]/).at(-1)?.slice(0, 63) ?? '';
}
