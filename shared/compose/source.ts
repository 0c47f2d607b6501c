/** A compose project as its author wrote it. */
export interface ComposeSource {
  /** Every file that it may read, by its path from the project's folder, or from the root of its repository. */
  readonly files: Readonly<Record<string, string>>;
  /** The compose files, each laid over the one before. */
  readonly composeFiles: readonly string[];
  /** The folder in its repository that the paths of its compose files begin at; absent: where the files are. */
  readonly home?: string | undefined;
  /** Its `.env`; that of the project's folder unless said. */
  readonly envFile?: string | undefined;
  readonly profiles: readonly string[];
  /** What interpolation finds before it looks into `.env`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The path of the file whose values stand behind the variables. */
export const envFileOf = ({ envFile = '.env' }: Pick<ComposeSource, 'envFile'>): string => envFile;
