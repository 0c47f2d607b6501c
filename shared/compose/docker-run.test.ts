import { describe, expect, it } from 'vitest';
import { fromDockerRun } from './docker-run.ts';
import { isDockerRun } from './docker-run-line.ts';
import { loadCompose } from './load.ts';

const run = (line: string) => {
  const { text, problem } = fromDockerRun(line);
  if (text === undefined) return problem;
  const { project, problems } = loadCompose({
    files: { 'compose.yaml': text },
    composeFiles: ['compose.yaml'],
    profiles: [],
    variables: {},
  });
  expect(problems).toEqual([]);
  return project?.services;
};

describe('a line of docker run', () => {
  it('is known as one', () => {
    expect(isDockerRun('  $ sudo docker run -d nginx')).toBe(true);
    expect(isDockerRun('services:\n  web: {image: docker run x}')).toBe(false);
  });

  it('becomes a compose file that says the same', () => {
    const line = `docker run -d --name web -p 8080:80 -p127.0.0.1:9000:9000/udp -e A='1 "2"' --env=B="x y\\$z" \\
      -v data:/var/lib -v /etc/localtime:/etc/localtime:ro --restart unless-stopped --memory 512m \\
      --health-cmd 'curl -f localhost' --health-retries=3 -it --network shop nginx:1.27 nginx -g 'daemon off;'`;
    expect(run(line)).toMatchObject({
      web: {
        image: 'nginx:1.27',
        command: ['nginx', '-g', 'daemon off;'],
        environment: { A: '1 "2"', B: 'x y$z' },
        ports: [
          { published: '8080', target: 80 },
          { host_ip: '127.0.0.1', protocol: 'udp' },
        ],
        volumes: [
          { type: 'volume', source: 'data' },
          { type: 'bind', source: '/etc/localtime', read_only: true },
        ],
        restart: 'unless-stopped',
        mem_limit: '512m',
        healthcheck: { test: ['CMD-SHELL', 'curl -f localhost'], retries: 3 },
        stdin_open: true,
        tty: true,
        networks: { shop: null },
      },
    });
  });

  it.each([
    ['docker run -d', 'no image is named'],
    ['docker run -p', '-p lacks its value'],
    ['docker run --volume-driver x nginx', '--volume-driver is an option that is not known here'],
    ["docker run -e A='x nginx", 'a quote is not closed'],
  ])('that cannot is refused, and nothing of it left out: %s', (line, problem) => {
    expect(run(line)).toBe(problem);
  });

  it.each([
    ['docker run --rm ghcr.io/acme/web:1', 'web'],
    ['docker run --network host NGINX', 'nginx'],
  ])('names its part: %s', (line, part) => {
    expect(Object.keys(run(line) as object)).toEqual([part]);
  });
});
