/** Owns running set-ups; they outlive the request that started them. */
export interface Setups {
  /** Re-attaches to set-ups that a stopped app left running. */
  recover(): Promise<void>;
  close(): Promise<void>;
}
