import type { ReactNode } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import type { Service } from '#shared/contract/service.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';

/** What is wrong in a form; without a field where it is not of one. */
export interface SpecIssue {
  readonly field: string | undefined;
  readonly message: string;
}

export type SpecResult =
  | { readonly spec: ServiceSpec; readonly issues?: undefined }
  | { readonly spec?: undefined; readonly issues: readonly SpecIssue[] };

/** Every form has it; the rest of a form is known by its editor alone. */
export interface PlacedForm extends FieldValues {
  serverId: string;
}

/** How the configuration of one type of service is edited. */
export interface SpecEditor<Form extends FieldValues = PlacedForm, Spec = ServiceSpec> {
  /** The form of a configuration; of none, one with its defaults. */
  fromSpec(spec: Spec | null, serverId: string | null): Form;
  /** Reads a configuration out of its form, or says what is wrong in which field. */
  toSpec(form: Form): SpecResult;
  /** Names a problem that the core has with a configuration by the field that it was typed in. */
  issueAt(path: string, message: string): SpecIssue;
  /** In words, what differs between two forms. */
  differences(one: Form, other: Form): string[];
  /** What a new one begins with. */
  readonly empty: Form;
  /** What a new one is likely to be called; empty where nothing says it. */
  suggestedName(form: Form): string;
  /** The few fields that a new one cannot do without. */
  Basics(props: { readonly form: UseFormReturn<Form> }): ReactNode;
  /** Where it is reached; absent where its addresses say all. */
  Reach?(props: { readonly service: Service }): ReactNode;
  /** Every field. */
  Fields(props: { readonly form: UseFormReturn<Form>; readonly service: Service }): ReactNode;
}

/** An editor beside those of other types: what its form holds is known by itself alone. */
export function forAnyForm<Form extends PlacedForm, Spec extends ServiceSpec>(
  editor: SpecEditor<Form, Spec>,
): SpecEditor {
  return editor as unknown as SpecEditor;
}
