import type { StaticBuilder } from '#shared/contract/builder.ts';
import { siteConfig, sitePort, siteRoot } from './site-config.ts';

const configFile = '/etc/quayside-site.json';
const nobody = '65534:65534';

/**
 * The Dockerfile of a static site. Instructions stand in their JSON form, so nothing of what was typed is read by a shell,
 * or by the builder as an instruction. Source: docs.docker.com/reference/dockerfile, exec form.
 */
export function siteDockerfile(builder: StaticBuilder): string {
  const write = `printf %s "$1" >${configFile} && chmod 444 ${configFile}`;
  return [
    `FROM ${builder.image}`,
    'USER 0:0',
    `RUN ${JSON.stringify(['/bin/sh', '-c', write, 'sh', JSON.stringify(siteConfig(builder))])}`,
    `COPY ${JSON.stringify(['.', `${siteRoot}/`])}`,
    `USER ${nobody}`,
    `EXPOSE ${sitePort}`,
    'ENTRYPOINT []',
    `CMD ${JSON.stringify(['caddy', 'run', '--config', configFile])}`,
    '',
  ].join('\n');
}
