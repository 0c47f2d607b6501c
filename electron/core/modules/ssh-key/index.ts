export { sshKeyPortable } from './portable.ts';
export { createSshKeyRouter } from './router.ts';
