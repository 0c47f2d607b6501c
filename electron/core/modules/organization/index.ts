export { addRole, createOrganization } from './create.ts';
export { noteRestore } from './note-restore.ts';
export { addNotice } from './notices.ts';
export { organizationPortable } from './portable.ts';
export { organizationsOf, ownOrganizationFor } from './queries.ts';
export { recoverOwner } from './recover-owner.ts';
export { createOrganizationRouter } from './router.ts';
export { tellOfDamage } from './tell-of-damage.ts';
