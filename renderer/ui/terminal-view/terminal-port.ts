/** What an open terminal says; `data` is base64 of raw bytes. */
export type TerminalEvent =
  | { readonly type: 'opened'; readonly terminalId: string }
  | { readonly type: 'data'; readonly data: string }
  | { readonly type: 'closed'; readonly exitCode: number | null; readonly reason?: string | undefined };

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** The way to a terminal on some machine. */
export interface TerminalPort {
  readonly open: (
    options: TerminalSize & { readonly terminalId?: string },
    signal: AbortSignal,
  ) => Promise<AsyncIterable<TerminalEvent>>;
  readonly write: (terminalId: string, data: string) => Promise<unknown>;
  readonly resize: (terminalId: string, size: TerminalSize) => Promise<unknown>;
  readonly close: (terminalId: string) => Promise<unknown>;
  readonly errorText: (error: unknown) => string;
  /** Failures that another attempt will not cure, such as a missing permission. */
  readonly isFinal: (error: unknown) => boolean;
  /** The terminal to be re-attached is no longer there. */
  readonly isGone: (error: unknown) => boolean;
}
