import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const suite = 'trixie';
const basePackages =
  'systemd,systemd-sysv,dbus,openssh-server,iptables,iproute2,ca-certificates,curl,git,rclone,procps,cron,sudo';
const dockerPackages = ['docker.io', 'docker-cli', 'docker-compose', 'docker-buildx'];
const baseScript = readFileSync(new URL('base.sh', import.meta.url), 'utf8');
const serverScript = readFileSync(new URL('server.sh', import.meta.url), 'utf8');

const recipe = { suite, basePackages, dockerPackages, baseScript, serverScript, arch: process.arch };
const hash = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 12);

/** How the two images of a lab server are made: `base` boots systemd, sshd and git; `server` adds Docker to it. */
export const imageRecipe = {
  ...recipe,
  hash,
  base: `quayside-lab/base:${hash}`,
  server: `quayside-lab/server:${hash}`,
};
