import type { ReactNode } from 'react';

interface PropertyListProps {
  readonly items: readonly { readonly label: string; readonly value: ReactNode }[];
}

/** Names and values of one thing. */
export const PropertyList = ({ items }: PropertyListProps) => (
  <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-1.5">
    {items.map(({ label, value }) => (
      <div key={label} className="contents">
        <dt className="text-muted">{label}</dt>
        <dd className="min-w-0 break-words">{value}</dd>
      </div>
    ))}
  </dl>
);
