import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** `base` boots systemd, sshd and git; `server` adds Docker to it; `peers` adds what other machines offer. */
export type LabImage = 'base' | 'server' | 'peers';

type Recipe = { suite: string; packages: readonly string[]; script: string; offers: readonly string[] };

const suite = 'trixie';
const script = (name: LabImage): string => readFileSync(new URL(`${name}.sh`, import.meta.url), 'utf8');

const basePackages =
  'systemd systemd-sysv dbus openssh-server iptables iproute2 ca-certificates curl git rclone procps cron sudo'.split(
    ' ',
  );
const serverPackages = ['docker.io', 'docker-cli', 'docker-compose', 'docker-buildx'];
const peerPackages = ['lighttpd', 'lighttpd-mod-openssl', 'docker-registry'];

/** How each image is made; `offers` are the packages that it can install without a network. */
export const recipes: Record<LabImage, Recipe> = {
  base: {
    suite,
    packages: basePackages,
    script: script('base'),
    offers: [...serverPackages, ...peerPackages],
  },
  server: { suite, packages: serverPackages, script: script('server'), offers: [] },
  peers: { suite, packages: peerPackages, script: script('peers'), offers: [] },
};

const hashOf = (...parts: unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify([process.arch, ...parts]))
    .digest('hex')
    .slice(0, 12);

const layerTag = (image: 'server' | 'peers'): string =>
  `quayside-lab/${image}:${hashOf(recipes.base, recipes[image])}`;

/** The tags name the recipe's hash, so an image that is there is the right one. */
export const imageTags: Record<LabImage, string> = {
  base: `quayside-lab/base:${hashOf(recipes.base)}`,
  server: layerTag('server'),
  peers: layerTag('peers'),
};

/** Names the three of them together. */
export const imagesHash = hashOf(imageTags);
