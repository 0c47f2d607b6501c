import type { ComposeSources } from '../compose/sources.ts';

/** The image that a deployment ran, as it is kept with the deployment. */
export interface KeptImage {
  readonly reference: string;
  /** Of the registry's manifest, or the id where no registry has it. */
  readonly digest: string;
  readonly id: string;
}

/** The image of one part of a compose project; `pinned` is what the part is started from. */
export interface PartImage extends KeptImage {
  readonly part: string;
  readonly pinned: string;
}

/** An image as it will run: `pinned` is what a runtime gets, by digest or, without a registry, by its own id. */
export interface PinnedImage extends KeptImage {
  readonly pinned: string;
  /** The commit of one that was built just now; null where it was built of a folder. */
  readonly commit?: string | null | undefined;
  /** The images of a compose project, whose own digest stands in for one. */
  readonly parts?: readonly PartImage[] | undefined;
  /** What was read of the repository of a compose project. */
  readonly sources?: ComposeSources | undefined;
}
