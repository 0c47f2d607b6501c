import * as z from 'zod';
import { amount, text } from './values.ts';

/** A config or secret where a service gets it. */
export const mounted = z.strictObject({
  source: text,
  target: text.optional(),
  uid: text.optional(),
  gid: text.optional(),
  mode: amount.optional(),
});
