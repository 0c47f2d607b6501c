import * as z from 'zod';
import {
  type Domain,
  DomainHeader,
  DomainHost,
  DomainPassword,
  DomainPath,
  DomainPersonName,
  domainHttps,
} from '#shared/contract/domain.ts';

/** Lines of `name: value`, each checked by itself; a complaint names its line. */
function lines<T>(read: z.ZodType<T>, toValue: (name: string, value: string | undefined) => unknown) {
  return z.string().transform((text, context): T[] =>
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .flatMap((line) => {
        const end = line.indexOf(':');
        const name = end < 0 ? line.trim() : line.slice(0, end).trim();
        const parsed = read.safeParse(toValue(name, end < 0 ? undefined : line.slice(end + 1).trim()));
        if (parsed.success) return [parsed.data];
        context.addIssue({
          code: 'custom',
          message: `${name || 'A line'}: ${parsed.error.issues[0]?.message ?? ''}`,
        });
        return [];
      }),
  );
}

const Person = z.object({ name: DomainPersonName, password: DomainPassword.optional() });

/** What is typed of a domain. */
export const DomainValues = z.object({
  host: DomainHost,
  path: DomainPath,
  /** Of a compose project; empty for a service of one. */
  part: z
    .string()
    .trim()
    .max(63)
    .transform((part) => (part === '' ? null : part)),
  port: z.coerce.number().int().min(1).max(65_535),
  https: z.enum(domainHttps),
  /** Looked at where `https` is `own`; empty for none. */
  certificateId: z.string(),
  stripsPath: z.boolean(),
  redirectsHttp: z.boolean(),
  redirectsWww: z.boolean(),
  /** Of services beside this one; which they may be is the host's to say. */
  shares: z.array(
    z.object({
      serviceId: z.string(),
      port: z.coerce.number().int().min(1).max(65_535),
      percent: z.coerce.number().int().min(0).max(100),
    }),
  ),
  isEnabled: z.boolean(),
  headers: lines(DomainHeader, (name, value) => ({ name, value: value ?? '' })),
  people: lines(Person, (name, password) => (password ? { name, password } : { name })),
});

export type DomainTyped = z.input<typeof DomainValues>;
export type DomainGiven = z.output<typeof DomainValues>;

/** What the fields of a domain begin with; nobody's password is known. */
export function typedOf(domain: Domain | undefined, host: string): DomainTyped {
  return {
    host: domain ? host : '',
    path: domain?.path ?? '/',
    part: domain?.part ?? '',
    port: domain?.port ?? 8080,
    https: domain?.https ?? 'acme',
    certificateId: domain?.certificate?.id ?? '',
    stripsPath: domain?.stripsPath ?? false,
    redirectsHttp: domain?.redirectsHttp ?? true,
    redirectsWww: domain?.redirectsWww ?? false,
    shares: domain?.shares.map(({ state: _, ...share }) => share) ?? [],
    isEnabled: domain?.isEnabled ?? true,
    headers: domain?.headers.map(({ name, value }) => `${name}: ${value}`).join('\n') ?? '',
    people: domain?.people.map(({ name }) => name).join('\n') ?? '',
  };
}

/**
 * What is sent: a certificate only where one is shown, and shares and it only where they are others than before; who changes
 * the rest may not read what they name.
 */
export function toSend({ certificateId, shares, ...given }: DomainGiven, domain: Domain | undefined) {
  const isNew = given.https === 'own' && certificateId !== '' && certificateId !== domain?.certificate?.id;
  const before = domain?.shares.map(({ serviceId, port, percent }) => ({ serviceId, port, percent })) ?? [];
  const isShared = JSON.stringify(before) !== JSON.stringify(shares);
  return { ...given, ...(isNew ? { certificateId } : {}), ...(isShared ? { shares } : {}) };
}
