/** Owns open terminals; one survives a reload of the renderer for a minute without a reader. */
export interface Terminals {
  close(): Promise<void>;
}
