export { createKeyPair, fingerprint, labKey } from './host/keys.ts';
export { LabError } from './host/run.ts';
export { type LabUser, labPassword, type ServerOptions } from './server/options.ts';
export type { LabServer } from './server/server.ts';
export { prepareLab, startServer } from './server/start.ts';
export { type WorkloadImage, workloadImages } from './workload/images.ts';
