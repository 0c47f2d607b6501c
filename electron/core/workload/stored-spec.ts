import { ServiceSpec } from '#shared/contract/service-spec.ts';

/** The configuration that a row keeps as JSON: of a service, or of what a deployment ran. */
export function specOf(row: { readonly spec: string }): ServiceSpec {
  return ServiceSpec.parse(JSON.parse(row.spec));
}
