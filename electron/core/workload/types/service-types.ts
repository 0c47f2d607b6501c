import type { ServiceTypeName } from '#shared/model/service-types.ts';
import { application } from './application.ts';
import { compose } from './compose.ts';
import { database } from './database.ts';
import type { AnyServiceType } from './service-type.ts';

/** Every type of service there is, one line each. */
export const serviceTypes: Readonly<Record<ServiceTypeName, AnyServiceType>> = {
  application,
  compose,
  database,
};
