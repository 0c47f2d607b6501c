import * as z from 'zod';
import { shareStates } from '../model/domain/shares.ts';
import { idOf } from './fields.ts';

export const mostShares = 10;

/** A part of a domain's requests that another service of its environment answers, and whether it does now. */
export const DomainShare = z.object({
  serviceId: z.string(),
  port: z.number().int(),
  percent: z.number().int(),
  state: z.enum(shareStates),
});
export type DomainShare = z.infer<typeof DomainShare>;

/** Whoever may give a service a domain may send it visitors of another one's. */
const GivenShare = z.object({
  serviceId: idOf('service', 'domain.create'),
  port: z.coerce.number().int().min(1).max(65_535),
  percent: z.coerce.number().int().min(0).max(100),
});

/** All shares of a domain; the service that has the domain answers what is left of a hundred percent. */
export const GivenShares = z
  .array(GivenShare)
  .max(mostShares)
  .refine((shares) => new Set(shares.map(({ serviceId }) => serviceId)).size === shares.length, {
    message: 'must name each service once',
  })
  .refine((shares) => shares.reduce((sum, { percent }) => sum + percent, 0) <= 100, {
    message: 'must be 100 percent together at most',
  });
