import { Box, Building2, Folder, Layers, type LucideIcon, Server } from 'lucide-react';

type Reach = 'may' | 'name' | 'hidden';

interface Row {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly depth: number;
  /** By viewer, granted member, member with an extra permission. */
  readonly reach: readonly [Reach, Reach, Reach];
}

const rows: readonly Row[] = [
  { name: 'Acme', icon: Building2, depth: 0, reach: ['may', 'name', 'name'] },
  { name: 'shop', icon: Folder, depth: 1, reach: ['may', 'name', 'hidden'] },
  { name: 'production', icon: Layers, depth: 2, reach: ['may', 'hidden', 'hidden'] },
  { name: 'web', icon: Box, depth: 3, reach: ['may', 'hidden', 'hidden'] },
  { name: 'staging', icon: Layers, depth: 2, reach: ['may', 'may', 'hidden'] },
  { name: 'web', icon: Box, depth: 3, reach: ['may', 'may', 'hidden'] },
  { name: 'blog (their own)', icon: Folder, depth: 1, reach: ['may', 'hidden', 'may'] },
  { name: 'harbour', icon: Server, depth: 1, reach: ['may', 'hidden', 'hidden'] },
];

const columns = [
  { title: 'Viewer', text: 'The role reaches the whole organization' },
  { title: 'Member, granted “staging”', text: 'The role holds where a grant says so, and below' },
  { title: 'Member, extra project.create', text: 'May create projects, and has a grant on each of them' },
] as const;

const words: Readonly<Record<Reach, string>> = {
  may: 'what the role permits',
  name: 'the name only',
  hidden: 'not there at all',
};

const marks: Readonly<Record<Reach, string>> = {
  may: 'size-3 rounded-full bg-accent',
  name: 'size-3 rounded-full border-2 border-accent',
  hidden: 'h-0.5 w-3 bg-strong',
};

const Mark = ({ reach }: { readonly reach: Reach }) => (
  <span className="flex h-5 w-3 items-center">
    <span aria-hidden className={marks[reach]} />
    <span className="sr-only">{words[reach]}</span>
  </span>
);

/** Roles and grants in one picture: who sees what of a small organization. */
export const AccessPicture = () => (
  <figure className="my-2 w-[44rem] max-w-full rounded-lg border border-line bg-panel p-4">
    <table className="w-full border-collapse">
      <thead>
        <tr className="align-bottom">
          <th scope="col" className="pb-2 text-left font-normal text-muted text-sm">
            The organization
          </th>
          {columns.map(({ title, text }) => (
            <th key={title} scope="col" className="w-36 px-2 pb-2 text-left align-bottom font-normal">
              <span className="block font-semibold text-primary">{title}</span>
              <span className="block text-muted text-sm">{text}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, icon: Icon, depth, reach }, position) => (
          <tr key={`${name}-${position.toString()}`} className="border-line border-t">
            <th scope="row" className="py-1.5 text-left font-normal text-primary">
              <span
                className="flex items-center gap-1.5 whitespace-nowrap pr-2"
                style={{ paddingLeft: depth * 18 }}
              >
                <Icon aria-hidden className="size-3.5 text-muted" />
                {name}
              </span>
            </th>
            {columns.map(({ title }, column) => (
              <td key={title} className="px-2 py-1.5">
                <Mark reach={reach[column] ?? 'hidden'} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    <figcaption className="mt-3 flex gap-5 text-muted text-sm">
      {(['may', 'name', 'hidden'] as const).map((reach) => (
        <span key={reach} className="flex items-center gap-1.5">
          <span aria-hidden className={marks[reach]} />
          {words[reach]}
        </span>
      ))}
    </figcaption>
  </figure>
);
