import * as z from 'zod';

const Credentials = z.object({ privateKey: z.string().optional(), passphrase: z.string().optional() });
/** What is sealed of a server: a private key, the pass phrase of a key or key file, or nothing. */
export type Credentials = z.infer<typeof Credentials>;

/** Reads what was sealed of a server. */
export function parseCredentials(text: string): Credentials {
  return Credentials.parse(JSON.parse(text));
}
