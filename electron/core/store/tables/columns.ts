/** SQLite has no booleans: 0 or 1. */
export type Flag = 0 | 1;
/** Milliseconds since 1970. */
export type Millis = number;
/** JSON text; parsed and validated where it is read. */
export type Json = string;
/** Sealed by `store/sealed.ts`. */
export type Sealed = Uint8Array;
