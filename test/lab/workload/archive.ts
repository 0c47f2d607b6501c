import { createHash } from 'node:crypto';
import { type ArchiveEntry, tarArchive } from '../host/archive.ts';

export type ImageConfig = {
  Cmd: string[];
  Env?: string[];
  ExposedPorts?: Record<string, object>;
  WorkingDir?: string;
};

const architectures: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** An image as `docker load` takes it, with one layer; the same content gives the same image id everywhere. */
export function imageArchive(tag: string, config: ImageConfig, files: readonly ArchiveEntry[]): Buffer {
  const layer = tarArchive(files);
  const description = Buffer.from(
    JSON.stringify({
      architecture: architectures[process.arch] ?? process.arch,
      os: 'linux',
      created: '2026-01-01T00:00:00Z',
      config,
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
    }),
  );
  const configName = `${sha256(description)}.json`;
  const manifest = JSON.stringify([{ Config: configName, RepoTags: [tag], Layers: ['layer.tar'] }]);
  return tarArchive([
    { path: 'manifest.json', content: manifest },
    { path: configName, content: description },
    { path: 'layer.tar', content: layer },
  ]);
}
