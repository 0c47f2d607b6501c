/** How many there are, beside the name of what holds them. */
export function CountBadge({ count }: { readonly count: number }) {
  return <span className="rounded bg-hover px-1 text-secondary text-xs">{count}</span>;
}
