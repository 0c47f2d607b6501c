import { describe, expect, it } from 'vitest';
import { loadCompose } from '../load.ts';
import { judgeCompose } from './judge.ts';

const judged = (text: string) => {
  const { project, tree, problems } = loadCompose({
    files: { 'compose.yaml': text },
    composeFiles: ['compose.yaml'],
    profiles: [],
    variables: { HOME_OF: '/etc' },
  });
  expect(problems).toEqual([]);
  return project ? judgeCompose(project, tree) : [];
};
const of = (fields: string) =>
  judged(`services:\n  web:\n    image: a\n    ${fields}\n`).map(({ rule, what, path, line }) => [
    rule,
    what,
    path,
    line,
  ]);

describe('the policy names', () => {
  it.each([
    ['privileged: true', 'privileged', 'privileged'],
    ['network_mode: host', 'host-namespace', 'network_mode host'],
    ['pid: host', 'host-namespace', 'pid host'],
    ['ipc: host', 'host-namespace', 'ipc host'],
    ['userns_mode: host', 'host-namespace', 'userns_mode host'],
    ['cgroup: host', 'host-namespace', 'cgroup host'],
    ['pid: container:other', 'foreign-container', 'container:other'],
    ['network_mode: other_default', 'shared-resource', 'other_default'],
    ['volumes: ["/var/run/docker.sock:/x"]', 'docker-socket', '/var/run/docker.sock'],
    ['volumes: ["/run//docker.sock/:/x"]', 'docker-socket', '/run//docker.sock/'],
    ['use_api_socket: true', 'docker-socket', 'use_api_socket'],
    ['volumes: ["/:/host"]', 'host-path', '/'],
    ['volumes: ["~/x:/host"]', 'host-path', '~/x'],
    ['volumes: ["./a/../../b:/host"]', 'host-path', './a/../../b'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: interpolation looks like this
    ['volumes: ["${HOME_OF}:/host"]', 'host-path', '/etc'],
    ['volumes: [{type: bind, source: /etc, target: /x}]', 'host-path', '/etc'],
    ['devices: [/dev/sda]', 'device', '/dev/sda'],
    ['device_cgroup_rules: ["c 1:1 rwm"]', 'device', 'c 1:1 rwm'],
    ['gpus: all', 'device', 'gpus "all"'],
    ['cap_add: [SYS_ADMIN]', 'capability', 'SYS_ADMIN'],
    ['security_opt: ["seccomp:unconfined"]', 'security-option', 'seccomp:unconfined'],
    ['build: https://e.org/x.git', 'remote-source', 'https://e.org/x.git'],
    ['build: {context: ., network: host}', 'host-namespace', 'build host'],
    ['build: /etc', 'host-path', '/etc'],
    ['runtime: kata', 'host-program', 'kata'],
    ['cgroup_parent: /', 'host-namespace', '/'],
    ['volumes_from: ["container:x"]', 'foreign-container', 'container:x'],
    ['post_start: [{command: x, privileged: true}]', 'privileged', 'post_start'],
  ])('%s, with its line', (fields, rule, what) => {
    expect(of(fields)).toEqual([[rule, what, expect.stringMatching(/^services\.web\./), 4]]);
  });

  it.each([
    ['volumes: {v: {driver: local, driver_opts: {type: none, o: bind, device: /etc}}}', 'host-path'],
    ['volumes: {v: {external: true}}', 'shared-resource'],
    ['volumes: {v: {name: other_data}}', 'shared-resource'],
    ['networks: {n: {driver: macvlan}}', 'host-network'],
    ['networks: {n: {driver_opts: {parent: eth0}}}', 'host-network'],
    ['secrets: {s: {file: /etc/shadow}}', 'host-path'],
    ['configs: {s: {file: ../x}}', 'host-path'],
  ])('%s beside the services', (resource, rule) => {
    expect(judged(`services: {web: {image: a}}\n${resource}\n`).map((each) => each.rule)).toEqual([rule]);
  });

  it.each([
    'volumes: ["./data:/x", "/anonymous"]',
    'security_opt: ["no-new-privileges:true"]',
    'cap_drop: [ALL]',
    'network_mode: none',
    'ports: ["80:80"]',
    'build: .',
    'tmpfs: /x',
  ])('nothing of %s', (fields) => {
    expect(of(fields)).toEqual([]);
  });

  it('the same thing by the same id wherever it stands, and another thing by another', () => {
    const ids = (fields: string) => judged(`services:\n  web:\n    image: a\n${fields}`).map(({ id }) => id);
    const one = ids('    cap_add: [NET_ADMIN]\n');
    expect(ids('    init: true\n    cap_add: [NET_ADMIN]\n')).toEqual(one);
    expect(ids('    cap_add: [SYS_ADMIN]\n')).not.toEqual(one);
  });

  it('the same thing by another id once something else runs with it, since nobody accepted that', () => {
    const ids = (file: string) => judged(file).map(({ id }) => id);
    const file = (image: string, more = '') =>
      `services:\n  web:\n    image: ${image}\n    privileged: true\n${more}  api: {image: b}\n`;
    const one = ids(file('a'));
    for (const harmless of ['environment: {A: b}', 'ports: ["80:80"]', 'restart: always']) {
      expect(ids(file('a', `    ${harmless}\n`)), harmless).toEqual(one);
    }
    expect(ids(file('mine'))).not.toEqual(one);
    for (const other of [
      'command: [sh]',
      'entrypoint: [sh]',
      'user: root',
      'healthcheck: {test: [CMD, sh]}',
    ]) {
      expect(ids(file('a', `    ${other}\n`)), other).not.toEqual(one);
    }
    const beside = (image: string) =>
      ids(`services: {web: {image: ${image}}}\nvolumes: {v: {external: true}}\n`);
    expect(beside('mine')).not.toEqual(beside('a'));
  });
});
