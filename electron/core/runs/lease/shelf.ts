/** Who drives a server, as it is written on the server. */
export interface Claim {
  /** Empty where nobody does. */
  readonly driver: string;
  readonly holder: string;
  /** Grows with each change of hands, so that what an earlier holder still sends can be told. */
  readonly fence: number;
}

/** A claim as it was read; `updatedAt` by the server's own clock. */
export interface Kept extends Claim {
  readonly updatedAt: number;
}

/** The one place of a server where its lease lies. */
export interface Shelf<K extends Kept = Kept> {
  read(): Promise<K | null>;
  /** Compare and set: CONFLICT where somebody wrote since `kept` was read, or first where it is null. */
  put(kept: K | null, claim: Claim): Promise<void>;
  /** How long ago the server wrote it, by its own clock. */
  ageMs(kept: K): Promise<number>;
}
