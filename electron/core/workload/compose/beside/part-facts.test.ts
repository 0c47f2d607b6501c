import { describe, expect, it } from 'vitest';
import { examine } from '../examine.ts';

const factsOf = (text: string) => {
  const source = {
    files: { 'compose.yaml': text },
    composeFiles: ['compose.yaml'],
    profiles: [],
    variables: {},
  };
  const { facts, problems } = examine({ source });
  expect(problems).toEqual([]);
  return facts;
};
const aloneOf = (web: string, others = '') =>
  factsOf(`services:\n  web: {image: nginx, ${web}}\n${others}volumes: {data: {}}\n`).find(
    ({ part }) => part === 'web',
  )?.alone;

describe('two of a part', () => {
  it.each([
    ['environment: {A: b}'],
    ['ports: ["80"]'],
    ['expose: ["80"]'],
    ['volumes: ["data:/data:ro"]'],
    ['tmpfs: [/tmp]'],
    ['volumes: ["data:/data"], deploy: {update_config: {order: start-first}}'],
    ['deploy: {replicas: 3}'],
  ])('can run at once with %s', (web) => {
    expect(aloneOf(web)).toBe(undefined);
  });

  it.each([
    ['ports: ["8080:80"]', 'it holds a port of the server'],
    ['container_name: web', 'its container has a fixed name'],
    ['networks: {default: {ipv4_address: 10.0.0.9}}', 'it has a fixed address'],
    ['mac_address: "02:42:ac:11:65:43"', 'it has a fixed address'],
    ['network_mode: none', 'it has no network of its own'],
    ['volumes: ["data:/data"]', 'two of it would write to /data'],
    ['volumes: ["./own:/own"]', 'two of it would write to /own'],
    ['volumes: [/cache]', 'its volume at /cache is handed on to the next one'],
    [
      'volumes: [/cache], deploy: {update_config: {order: start-first}}',
      'its volume at /cache is handed on to the next one',
    ],
    ['deploy: {update_config: {order: stop-first}}', 'its file says so'],
  ])('cannot with %s', (web, since) => {
    expect(aloneOf(web)).toBe(since);
  });

  it('cannot where another part runs inside of it, or it writes to volumes of another one', () => {
    expect(aloneOf('expose: []', '  side: {image: nginx, network_mode: "service:web"}\n')).toBe(
      'side runs inside of it',
    );
    expect(aloneOf('volumes_from: [side]', '  side: {image: nginx}\n')).toBe(
      'two of it would write to the volumes of side',
    );
  });
});

it('stands after all that it waits for, whatever the order in the file', () => {
  const facts = factsOf(`
services:
  web: {image: n, depends_on: {api: {condition: service_healthy}, migrate: {condition: service_completed_successfully}}}
  api: {image: n, links: ["db:database"]}
  migrate: {image: n, depends_on: [db]}
  db: {image: n, scale: 2}
`);
  expect(facts.map(({ part, replicas }) => [part, replicas])).toEqual([
    ['db', 2],
    ['api', 1],
    ['migrate', 1],
    ['web', 1],
  ]);
  expect(facts.at(-1)?.needs).toEqual([
    { part: 'api', until: 'healthy' },
    { part: 'migrate', until: 'completed' },
  ]);
});
