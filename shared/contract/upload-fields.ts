import * as z from 'zod';
import { longestPart } from '../model/transfer-limits.ts';

/** Which upload a part is of. */
export const Upload = z.string().regex(/^[0-9a-z]{10,40}$/, 'must be 10 to 40 lower-case letters and digits');
/** In base64. */
export const Bytes = z.base64().max(Math.ceil(longestPart / 3) * 4);
/** A number of bytes, which may stand in a query. */
export const Count = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
