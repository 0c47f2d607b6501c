// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolation looks like this
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { examine } from '../compose/examine.ts';

const source = (text: string, variables: Record<string, string> = {}) => ({
  files: { 'compose.yaml': text },
  composeFiles: ['compose.yaml'],
  profiles: [],
  variables,
});

const placement = {
  folder: '/var/lib/quayside/compose/s1',
  labels: { 'quayside.service': 's1', 'quayside.environment': 'e1' },
  network: 'net',
  alias: 'shop',
  serviceId: 's1',
  pins: {},
};

type Stack = Record<string, Record<string, Record<string, unknown>>>;

function stackOf(text: string, { variables = {}, deploymentId = 'd1' } = {}) {
  const examined = examine({
    source: source(text, variables),
    placement: { ...placement, stackOf: deploymentId },
  });
  expect(examined.problems).toEqual([]);
  const { bundle } = examined;
  return { bundle, stack: parse(bundle?.text ?? '') as Stack, text: bundle?.text ?? '' };
}

const versionIn = ({ stack }: ReturnType<typeof stackOf>) =>
  (stack.services?.web?.labels as Record<string, string> | undefined)?.['quayside.version'];

it('writes each part so that Swarm needs no IPVS, and finds it by our labels', () => {
  const { stack } = stackOf('services: {web: {image: "nginx@sha256:0", ports: ["80:8080"]}}\n');
  expect(stack).toMatchObject({
    version: '3.8',
    services: {
      web: {
        ports: [{ target: 8080, published: 80, mode: 'host' }],
        labels: { 'quayside.service': 's1', 'quayside.part': 'web' },
        deploy: {
          endpoint_mode: 'dnsrr',
          labels: { 'quayside.service': 's1', 'quayside.deployment': 'd1', 'quayside.replicas': '1' },
          update_config: { order: 'stop-first' },
        },
        networks: { 'quayside-environment': { aliases: expect.arrayContaining(['web.shop']) } },
      },
    },
  });
});

it('starts the new task first unless a port, a volume that is written to, or the file says otherwise', () => {
  const { stack } = stackOf(`
services:
  free: {image: a, volumes: ["./conf:/conf:ro"]}
  keeper: {image: a, volumes: ["data:/data"]}
  sharer: {image: a, volumes: ["data:/data"], deploy: {update_config: {order: start-first, parallelism: 2}}}
  port: {image: a, ports: ["80"], deploy: {update_config: {order: start-first}}}
volumes: {data: }
`);
  const orders = Object.entries(stack.services ?? {}).map(([name, { deploy }]) => [
    name,
    (deploy as { update_config: { order: string } }).update_config.order,
  ]);
  expect(Object.fromEntries(orders)).toEqual({
    free: 'start-first',
    keeper: 'stop-first',
    sharer: 'start-first',
    port: 'stop-first',
  });
});

it('leaves nothing to interpolate but what only the server knows', () => {
  const { text } = stackOf(
    'services: {web: {image: a, command: ["echo", "$$HOME", "$${QUAYSIDE_NODE}"], volumes: ["d:/d"]}}\nvolumes: {d: }\n',
  );
  const open = text.replaceAll('$$', '').match(/\$\{[^}]*\}/g);
  expect(new Set(open)).toEqual(new Set(['${QUAYSIDE_PLACE_web:-a}', '${QUAYSIDE_NODE}']));
  expect(text).toContain('"$$HOME"');
});

it('starts a part anew where what it says or is given changed, and not for another deployment', () => {
  const text = 'services: {web: {image: a, secrets: [key]}}\nsecrets: {key: {environment: KEY}}\n';
  const one = stackOf(text, { variables: { KEY: 'one' } });
  expect(versionIn(stackOf(text, { variables: { KEY: 'one' }, deploymentId: 'd2' }))).toBe(versionIn(one));
  expect(versionIn(stackOf(text, { variables: { KEY: 'two' } }))).not.toBe(versionIn(one));
  expect(one.text).not.toContain('one');
  expect(one.bundle?.content).toEqual([{ path: expect.stringMatching(/^[0-9a-f]{32}\/key$/), text: 'one' }]);
});

it('names what a stack leaves out, part by part', () => {
  const { stack } = examine({
    source: source(`
services:
  web:
    image: a
    container_name: x
    privileged: true
    depends_on: {db: {condition: service_healthy}}
  db: {image: a, restart: always, privileged: false}
networks: {default: {driver: bridge}}
`),
  });
  expect(stack.ignored).toEqual([
    'A Swarm stack leaves out of “web”: container_name, privileged, depends_on (all parts start at once).',
    'A Swarm stack makes the network “default” an overlay, not bridge.',
  ]);
  expect(stack.refused).toEqual([]);
});

it('refuses what would open to others what the file keeps from them', () => {
  const { stack } = examine({
    source: source(`
services:
  web: {image: a, ports: ["127.0.0.1:8080:80"]}
  alone: {image: a, network_mode: none}
  fine: {image: a, ports: ["0.0.0.0:81:80", "82:80"]}
`),
  });
  expect(stack.refused).toEqual([
    '“web” publishes a port on 127.0.0.1 alone, and a Swarm stack would publish it on every address.',
    '“alone” has network_mode: none, which a Swarm stack cannot give it.',
  ]);
});
