export { privateHalf, privateHalves, sealedHalf } from './halves.ts';
export { requireForServers, requireForServices } from './one-use.ts';
export { type SshKeyRow, sshKeyRow, sshKeyRows } from './rows.ts';
