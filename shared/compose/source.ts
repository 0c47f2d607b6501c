/** A compose project as its author wrote it. */
export interface ComposeSource {
  /** Every file that it may read, by its path from the project's folder. */
  readonly files: Readonly<Record<string, string>>;
  /** The compose files, each laid over the one before. */
  readonly composeFiles: readonly string[];
  readonly profiles: readonly string[];
  /** What interpolation finds before it looks into `.env`. */
  readonly variables: Readonly<Record<string, string>>;
}
