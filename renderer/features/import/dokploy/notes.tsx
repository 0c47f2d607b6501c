import type { DokployNote } from '#shared/contract/dokploy.ts';

/** What has no place here, or another one, by the name that it has in Dokploy. */
export const Notes = ({ notes }: { readonly notes: readonly DokployNote[] }) =>
  notes.length === 0 ? null : (
    <ul className="flex list-disc flex-col gap-0.5 pl-5 text-secondary text-sm">
      {notes.map(({ field, text }) => (
        <li key={`${field} ${text}`} className="break-words">
          <code className="text-primary">{field}</code>: {text}
        </li>
      ))}
    </ul>
  );
