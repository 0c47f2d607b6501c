export type { Deployments } from './deployments.ts';
