/** The image that a deployment ran, as it is kept with the deployment. */
export interface KeptImage {
  readonly reference: string;
  /** Of the registry's manifest, or the id where no registry has it. */
  readonly digest: string;
  readonly id: string;
}

/** An image as it will run: `pinned` is what a runtime gets, by digest or, without a registry, by its own id. */
export interface PinnedImage extends KeptImage {
  readonly pinned: string;
  /** The commit of one that was built just now. */
  readonly commit?: string | undefined;
  /** No image but a compose project, whose digest stands in for one: there is nothing to keep. */
  readonly isProject?: boolean | undefined;
}
