import { readFileSync } from 'node:fs';
import type { ArchiveEntry } from '../host/archive.ts';
import { busyboxPath } from '../host/requirements.ts';
import { LabError } from '../host/run.ts';
import { imageArchive } from './archive.ts';

const variants = {
  '1': { health: 'ok', program: '' },
  '2': { health: 'ok', program: '' },
  unhealthy: { health: 'failing', program: '' },
  crash: { health: 'ok', program: '/bin/crash' },
  chatty: { health: 'ok', program: '/bin/chatty' },
} as const;

export type WorkloadVariant = keyof typeof variants;
export type WorkloadImage = `quayside-lab/app:${WorkloadVariant}`;
export const workloadImages: readonly WorkloadImage[] = (
  ['1', '2', 'unhealthy', 'crash', 'chatty'] as const
).map((variant) => `quayside-lab/app:${variant}` as const);

const script = (name: string): ArchiveEntry => ({
  path: `bin/${name}`,
  mode: 0o755,
  content: readFileSync(new URL(`${name}.sh`, import.meta.url)),
});

const applets = (
  'sh ash cat cp cut date dd df du echo env false free grep head hostname httpd id ip kill ln ls md5sum mkdir mount mv ' +
  'nc netstat nslookup ping printf ps pwd rm sed seq sha256sum sleep sort stat stty tail tar tee test timeout top touch ' +
  'tr true uname uptime vi watch wc wget which whoami xargs yes'
).split(' ');

/** busybox as /bin with its common tools, a root user and /tmp: what every workload image starts from. */
export function rootFiles(): ArchiveEntry[] {
  const busybox = busyboxPath();
  if (!busybox) throw new LabError('busybox-static is not installed');
  const folders = ['bin/', 'etc/', 'proc/', 'root/', 'sys/', 'var/', 'www/'].map((path) => ({
    path,
    isFolder: true,
  }));
  return [
    ...folders,
    { path: 'tmp/', isFolder: true, mode: 0o1777 },
    { path: 'bin/busybox', mode: 0o755, content: readFileSync(busybox) },
    ...applets.map((name) => ({ path: `bin/${name}`, linkTo: 'busybox' })),
    {
      path: 'etc/passwd',
      content: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
    },
    { path: 'etc/group', content: 'root:x:0:\nnogroup:x:65534:\n' },
  ];
}

function variantFile(image: WorkloadImage): ArchiveEntry {
  const found = Object.entries(variants).find(([variant]) => image === `quayside-lab/app:${variant}`);
  if (!found) throw new LabError(`no such workload image: ${image}; there are ${workloadImages.join(', ')}`);
  const [version, { health, program }] = found;
  return { path: 'etc/app.conf', content: `version=${version}\nhealth=${health}\nprogram=${program}\n` };
}

/** The image as `docker load` takes it; about 2 MB, made from the host's busybox, the same id every time. */
export function workloadArchive(image: WorkloadImage): Buffer {
  const config = { Cmd: ['/bin/app'], Env: ['PATH=/bin'], ExposedPorts: { '8080/tcp': {} } };
  const scripts = ['app', 'crash', 'chatty'].map(script);
  return imageArchive(image, config, [...rootFiles(), ...scripts, variantFile(image)]);
}
