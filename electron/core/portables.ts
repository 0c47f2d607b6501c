import type { PortableParts } from './bundle/body/portable.ts';
import { certificatePortable } from './modules/certificate/index.ts';
import { domainPortable } from './modules/domain/index.ts';
import { environmentPortable } from './modules/environment/index.ts';
import { gitProviderPortable } from './modules/git-provider/index.ts';
import { organizationPortable } from './modules/organization/index.ts';
import { projectPortable } from './modules/project/index.ts';
import { registryPortable } from './modules/registry/index.ts';
import { rolePortable } from './modules/role/index.ts';
import { serverPortable } from './modules/server/index.ts';
import { dependsOnFacet, servicePortable } from './modules/service/index.ts';
import { sshKeyPortable } from './modules/ssh-key/index.ts';
import { tagPortable, tagSetPortable, tagsFacet } from './modules/tag/index.ts';
import { teamPortable } from './modules/team/index.ts';
import { variablesFacet } from './modules/variable/index.ts';

/** What bundles are made of. One line a kind that its descriptor says is bundled; a missing one does not compile. */
export const portables: PortableParts = {
  kinds: {
    organization: organizationPortable,
    project: projectPortable,
    environment: environmentPortable,
    service: servicePortable,
    domain: domainPortable,
    server: serverPortable,
    registry: registryPortable,
    certificate: certificatePortable,
    gitProvider: gitProviderPortable,
    sshKey: sshKeyPortable,
    role: rolePortable,
    team: teamPortable,
    tagSet: tagSetPortable,
    tag: tagPortable,
  },
  facets: [tagsFacet, variablesFacet, dependsOnFacet],
};
