import { describe, expect, it } from 'vitest';
import { gatherProject } from './gather-project.ts';

const gather = (files: Readonly<Record<string, string | null>>) =>
  gatherProject({
    names: new Set(Object.keys(files).filter((path) => !path.includes('/'))),
    textOf: async (path) => files[path],
  });

describe('a compose project that is gathered from its folder', () => {
  it('is what Compose would find, with the files that it names and nothing else', async () => {
    const gathered = await gather({
      'compose.yaml':
        'include: [more/db.yaml]\nservices: {a: {env_file: ./a.env, volumes: ["./conf/x.conf:/x"]}}',
      'compose.override.yaml': 'services: {a: {image: "a:1"}}',
      '.env': 'A=1',
      'a.env': 'B=2',
      'conf/x.conf': 'x',
      'more/db.yaml': 'services: {db: {env_file: ../a.env, volumes: ["../../outside:/y", "./big.bin:/z"]}}',
      'more/big.bin': null,
      'other.txt': 'not named',
    });
    expect(gathered?.composeFiles).toEqual(['compose.yaml', 'compose.override.yaml']);
    expect(gathered?.files.map(({ path }) => path).toSorted()).toEqual(
      ['.env', 'a.env', 'compose.override.yaml', 'compose.yaml', 'conf/x.conf', 'more/db.yaml'].toSorted(),
    );
    expect(gathered?.left).toEqual(['more/big.bin']);
  });

  it('is none where there is no compose file', async () => {
    expect(await gather({ 'other.yaml': 'services: {}' })).toBeUndefined();
  });
});
