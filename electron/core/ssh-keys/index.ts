export { privateHalf, privateHalves, sealedHalf } from './halves.ts';
export { type SshKeyRow, sshKeyRow, sshKeyRows } from './rows.ts';
