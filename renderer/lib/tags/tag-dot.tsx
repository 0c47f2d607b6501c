/** The colour of a tag; its name stands beside it. */
export const TagDot = ({ color }: { readonly color: string }) => (
  <span
    aria-hidden
    className="size-2.5 shrink-0 rounded-full border border-strong"
    style={{ backgroundColor: color }}
  />
);
