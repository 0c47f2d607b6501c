import type { ReactNode } from 'react';

interface FormSectionProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
}

/** Fields that belong together, under one heading. */
export const FormSection = ({ title, description, children }: FormSectionProps) => (
  <section aria-label={title} className="border-line border-t py-4 first:border-t-0 first:pt-0">
    <h2 className="font-semibold">{title}</h2>
    {description && <p className="mt-0.5 max-w-prose text-secondary">{description}</p>}
    <div className="mt-3 flex flex-col gap-3">{children}</div>
  </section>
);
