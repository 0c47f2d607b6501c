import type { ReactNode } from 'react';
import { FieldProblem } from './field-problem.tsx';

interface FormRowProps {
  readonly label: string;
  readonly htmlFor?: string | undefined;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly children: ReactNode;
}

/** The ids under which a field finds its hint and its error. */
export const describedBy = (id: string, hint: unknown, error: unknown): string | undefined =>
  [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ') || undefined;

/** A label, a field, and what helps or is wrong below it. */
export const FormRow = ({ label, htmlFor, hint, error, children }: FormRowProps) => (
  <div className="flex flex-col gap-1">
    <label htmlFor={htmlFor} className="font-medium text-secondary text-sm">
      {label}
    </label>
    {children}
    <FieldProblem id={htmlFor && `${htmlFor}-error`} problem={error} />
    {hint && (
      <p id={htmlFor && `${htmlFor}-hint`} className="text-muted text-sm">
        {hint}
      </p>
    )}
  </div>
);
