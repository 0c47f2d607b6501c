import type { DokployNote } from '#shared/contract/dokploy.ts';
import type { Domain } from '#shared/contract/domain.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { GivenVariable } from '#shared/contract/variable.ts';
import type { DatabaseSecrets } from '#shared/model/databases/engine.ts';
import type { ServiceTypeName } from '#shared/model/service-types.ts';

/** The variables that a place is to have. */
export interface PlannedVariables {
  readonly variables: readonly GivenVariable[];
  readonly below: string;
}

export interface PlannedDomain {
  readonly host: string;
  readonly path: string;
  readonly port: number;
  readonly part: string | null;
  readonly https: Domain['https'];
  readonly stripsPath: boolean;
  readonly people: readonly { readonly name: string; readonly password: string }[];
}

/** What a service of there is here, before it has a name and a place. */
export interface ReadService extends PlannedVariables {
  readonly type: ServiceTypeName;
  readonly description: string;
  /** Null where it can be none, which `problems` say. */
  readonly spec: ServiceSpec | null;
  readonly runs: string;
  readonly domains: readonly PlannedDomain[];
  /** Of a database: what it is opened by there. */
  readonly secrets?: DatabaseSecrets | undefined;
  /** The name by which others of its network reach it there. */
  readonly appName: string;
  readonly notes: readonly DokployNote[];
  readonly problems: readonly string[];
}
