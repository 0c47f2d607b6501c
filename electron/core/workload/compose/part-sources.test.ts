import { expect, it } from 'vitest';
import { loadCompose } from '#shared/compose/load.ts';
import { partSources } from './part-sources.ts';

const sourcesOf = (text: string) => {
  const { project, problems } = loadCompose({
    files: { 'compose.yaml': text },
    composeFiles: ['compose.yaml'],
    profiles: [],
    variables: {},
  });
  expect(problems).toEqual([]);
  return project ? partSources(project) : [];
};

it('tells of each part what it is started from, and when that is asked for anew', () => {
  const sources = sourcesOf(`services:
  web: {image: nginx, platform: linux/arm64}
  latest: {image: app, pull_policy: every_12h}
  local: {image: mine, pull_policy: never}
`);
  expect(sources).toEqual([
    { part: 'web', image: 'nginx', builtBy: undefined, platform: 'linux/arm64', policy: 'missing' },
    { part: 'latest', image: 'app', builtBy: undefined, platform: undefined, policy: 'always' },
    { part: 'local', image: 'mine', builtBy: undefined, platform: undefined, policy: 'never' },
  ]);
});

it('knows which part builds the image that another one only names', () => {
  const sources = sourcesOf(`services:
  web: {build: ., image: mine}
  worker: {image: mine}
  tool: {build: .}
`);
  expect(sources.map(({ part, builtBy }) => [part, builtBy])).toEqual([
    ['web', 'web'],
    ['worker', 'web'],
    ['tool', 'tool'],
  ]);
});
