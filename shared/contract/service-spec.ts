import * as z from 'zod';
import { ApplicationSpec } from './application-spec.ts';
import { ComposeSpec } from './compose-spec.ts';
import { DatabaseSpec } from './database-spec.ts';

/** Everything that decides how a service runs, variables aside; `type` says which fields it has. */
export const ServiceSpec = z.discriminatedUnion('type', [ApplicationSpec, ComposeSpec, DatabaseSpec]);
export type ServiceSpec = z.infer<typeof ServiceSpec>;
