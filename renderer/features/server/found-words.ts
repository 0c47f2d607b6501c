import type { FoundWorkload } from '#shared/contract/found.ts';

const makers: Readonly<Record<FoundWorkload['madeBy'], string>> = {
  compose: 'docker compose',
  dokploy: 'Dokploy',
  portainer: 'Portainer',
  coolify: 'Coolify',
  swarm: 'Docker Swarm',
  docker: 'docker run',
};

const kinds: Readonly<Record<FoundWorkload['kind'], string>> = {
  compose: 'compose project',
  container: 'container',
  stack: 'stack',
  'swarm-service': 'Swarm service',
};

/** What a thing is and what made it, as in `compose project, by Portainer`. */
export const makerWords = ({ kind, madeBy }: Pick<FoundWorkload, 'kind' | 'madeBy'>): string =>
  `${kinds[kind]}, by ${makers[madeBy]}`;

/** Where a project is and what it consists of, as in `/srv/shop · web (running), db (exited)`. */
export const projectWords = (found: FoundWorkload): string =>
  [
    makerWords(found),
    found.folder ?? '',
    found.parts.map(({ name, state }) => `${name} (${state})`).join(', '),
  ]
    .filter(Boolean)
    .join(' · ');
