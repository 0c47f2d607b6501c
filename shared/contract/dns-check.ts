import * as z from 'zod';

/** What the names of a domain lead to, and what they should. */
export const DnsCheck = z.object({
  names: z.array(
    z.object({
      name: z.string(),
      /** What name servers answer now; empty where there is nothing. */
      found: z.array(z.string()),
      isRight: z.boolean(),
    }),
  ),
  /** The records to create, where something is not right. */
  records: z.array(z.object({ type: z.enum(['A', 'AAAA', 'CNAME']), name: z.string(), value: z.string() })),
  /** Why it cannot be told, such as a server with a private address. */
  caution: z.string().nullable(),
});
export type DnsCheck = z.infer<typeof DnsCheck>;
