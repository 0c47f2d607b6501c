export type { VolumeContext, VolumeParts } from './at-volume.ts';
export { listVolumes } from './list.ts';
export { createVolumeRouter } from './router.ts';
