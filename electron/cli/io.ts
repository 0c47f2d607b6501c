/** What the command does to the world around it; replaced by tests. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
  /** Whether standard output is a terminal that shows colours. */
  readonly isTerminal: boolean;
  out(text: string): void;
  err(text: string): void;
  /** Reads a file as UTF-8; `-` is standard input. */
  read(path: string): string;
  /** Writes bytes to standard output as they are, and waits until they are taken. */
  outBytes(bytes: Uint8Array): Promise<void>;
  /** Standard input, piece by piece. */
  input(): AsyncIterable<Uint8Array>;
  /** Asks the person at the terminal without showing what they type; absent where there is no terminal. */
  askSecret?(question: string): Promise<string | undefined>;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
}
