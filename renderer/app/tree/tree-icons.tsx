import { ChevronRight, type LucideIcon, Plus } from 'lucide-react';
import { registry } from '../../features/registry.ts';

/** Every picture of the tree, drawn once; rows only point at them, which costs a fraction of drawing each. */
const pictures: readonly (readonly [string, LucideIcon])[] = [
  ['open', ChevronRight],
  ['add', Plus],
  ...Object.values(registry).map(({ kind, icon }) => [kind, icon] as const),
];

export const TreeIconSheet = () => (
  <svg aria-hidden="true" className="hidden">
    {pictures.map(([name, Icon]) => (
      <symbol key={name} id={`tree-icon-${name}`} viewBox="0 0 24 24">
        <Icon />
      </symbol>
    ))}
  </svg>
);

interface TreeIconProps {
  readonly name: string;
  readonly className: string;
}

export const TreeIcon = ({ name, className }: TreeIconProps) => (
  <svg aria-hidden="true" className={className}>
    <use href={`#tree-icon-${name}`} />
  </svg>
);
