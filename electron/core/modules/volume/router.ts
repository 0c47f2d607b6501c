import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { VolumeParts } from './at-volume.ts';
import { browseVolume } from './browse.ts';
import { makeVolumeFolder, readFile, removeVolumeFile, uploadFile, writeFile } from './files.ts';
import { listVolumes } from './list.ts';
import { browseOnServer, removeFromServer, volumesOnServer } from './on-server.ts';

export function createVolumeRouter({
  rpc: plain,
  servers,
}: VolumeParts & { readonly rpc: Rpc }): RouterOf<Contract['volume']> {
  const rpc = withParts(plain, { servers });
  return {
    list: rpc.volume.list.handler(({ input, context }) => listVolumes(context, input.serviceId)),
    browse: rpc.volume.browse.handler(({ input, context }) => browseVolume(context, input)),
    read: rpc.volume.read.handler(({ input, context }) => readFile(context, input)),
    upload: rpc.volume.upload.handler(({ input, context }) => uploadFile(context, input)),
    write: rpc.volume.write.handler(({ input, context }) => writeFile(context, input)),
    makeFolder: rpc.volume.makeFolder.handler(({ input, context }) => makeVolumeFolder(context, input)),
    listOnServer: rpc.volume.listOnServer.handler(({ input, context }) =>
      volumesOnServer(context, input.serverId),
    ),
    browseOnServer: rpc.volume.browseOnServer.handler(({ input, context }) => browseOnServer(context, input)),
    removeFromServer: rpc.volume.removeFromServer.handler(({ input, context }) =>
      removeFromServer(context, input),
    ),
    removeFile: rpc.volume.removeFile.handler(({ input, context }) => removeVolumeFile(context, input)),
  };
}
