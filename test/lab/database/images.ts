import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Databases whose real servers Debian has. */
export type LabDatabase = 'postgres' | 'mariadb' | 'redis';

interface Recipe {
  readonly packages: readonly string[];
  readonly script: string;
  readonly command: readonly string[];
  readonly folder: string;
  readonly stopSignal: 'SIGINT' | 'SIGTERM';
}

const script = (name: string): string => readFileSync(new URL(`${name}.sh`, import.meta.url), 'utf8');

/** How each image is made on the lab's plain Debian; each behaves as the official one where the product depends on it. */
export const databaseRecipes: Readonly<Record<LabDatabase, Recipe>> = {
  postgres: {
    packages: ['postgresql-17'],
    script: script('postgres'),
    command: ['postgres'],
    folder: '/var/lib/postgresql',
    // as the official image: a request to end that ends its clients too
    stopSignal: 'SIGINT',
  },
  mariadb: {
    packages: ['mariadb-server'],
    script: script('mariadb'),
    command: ['mariadbd'],
    folder: '/var/lib/mysql',
    stopSignal: 'SIGTERM',
  },
  redis: {
    packages: ['redis-server'],
    script: script('redis'),
    command: ['redis-server'],
    folder: '/data',
    stopSignal: 'SIGTERM',
  },
};

export const suite = 'trixie';
export const installScript = script('install');

/** The plain Debian that the databases stand on. */
export const debianTag = `quayside-lab-debian:${suite}`;

/** Names the recipe by its hash, so an image that is there is the right one. */
export function databaseTag(database: LabDatabase): string {
  const recipe = JSON.stringify([process.arch, suite, installScript, databaseRecipes[database]]);
  return `quayside-lab-${database}:${createHash('sha256').update(recipe).digest('hex').slice(0, 12)}`;
}
