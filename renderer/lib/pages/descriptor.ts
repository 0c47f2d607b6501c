import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Member } from '#shared/contract/member.ts';
import type { HostRight } from '#shared/model/host-rights.ts';
import type { TreeKind } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { NodeProps } from '../feature.ts';

type WithExtra = { readonly Extra?: DescribedPage['Extra'] | undefined };

/** What every page says of itself. */
interface DescribedPage {
  /** The last part of its address; unique among the pages that stand at the same place. */
  readonly id: string;
  /** Its name among its neighbours. */
  readonly label: string;
  /** Its name where there are no neighbours, such as in the palette; the label where it is enough. */
  readonly title?: string;
  /** What it shows, at the beginning of a sentence: `The list of members`; the label where it is enough. */
  readonly subject?: string;
  readonly icon: LucideIcon;
  /**
   * Without it the page is closed: it is named under "Other pages…", and tells how to ask. A page of a node below the
   * organization that says none needs the one by which such nodes are read.
   */
  readonly permission?: Permission;
  /** Any of these opens it, too; the page itself says what of it needs more. */
  readonly opensWith?: readonly Permission[];
  /** Where that permission is demanded, if not of the node that the page is of. */
  readonly demandedOf?: 'organization';
  /** What another feature puts on it, such as the buttons that make a new one; given to the page. */
  readonly Extra?: ComponentType<{ readonly organizationId: string }>;
  /** Further words by which the palette finds it, in lower case. */
  readonly words?: readonly string[];
  /** What can be made on it, each by a dialog that its address opens (`useAddressDialog`). */
  readonly creations?: readonly PageCreation[];
}

/** Something that is made on a page; the palette offers it from anywhere. */
export interface PageCreation {
  readonly dialog: string;
  /** What the palette calls it, such as `New team…`. */
  readonly label: string;
  /** Demanded of the organization. */
  readonly permission?: Permission;
  /** Further words by which the palette finds it, in lower case. */
  readonly words: readonly string[];
}

/** A page of one kind of node. Those of one room stand in a list beside each other. */
export interface NodePage extends DescribedPage {
  readonly at: TreeKind;
  readonly room: string;
  readonly Page: ComponentType<NodeProps & WithExtra>;
  /** How much waits there, beside its name; nothing where nothing does. */
  readonly Count?: ComponentType<{ readonly organizationId: string }>;
}

/** A page of the person or of the host, which belongs to no node. */
export interface ShellPage extends DescribedPage {
  readonly at: 'shell';
  /** It is about the person, and stands under their picture. */
  readonly isOwn?: true;
  /** The page does not exist for somebody without it. */
  readonly needs?: HostRight;
  readonly Page: ComponentType<{ readonly organizationId: string } & WithExtra>;
}

/** A part of the page of one member. */
export interface MemberPage extends DescribedPage {
  readonly at: 'member';
  readonly Page: ComponentType<{ readonly member: Member }>;
}

/** A page is described once: its route, its place in tabs and lists, its palette entry and the way back come from here. */
export type PageDescriptor = NodePage | ShellPage | MemberPage;
