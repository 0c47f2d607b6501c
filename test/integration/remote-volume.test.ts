import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  finishUpload,
  listFolder,
  makeFolder,
  readPart,
  removeEntry,
  uploadPart,
} from '#core/remote/volume/files.ts';
import type { VolumePlace } from '#core/remote/volume/in-volume.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import { connectTo } from './remote-target.ts';

const hostile = [
  'plain',
  `it's "so" $(id)`,
  'a\\x0ab',
  '-rf',
  '\\xff\\xfe',
  'ünï 日本',
  '..c',
  '*',
  'a\\\\b',
  ' ',
];

describeOnLab('a volume on its server', () => {
  let server: LabServer;

  beforeAll(async () => {
    server = await startServer({ images: ['quayside-lab/app:1'] });
    await server.docker('volume', 'create', 'data');
  });
  afterAll(() => server?.stop());

  const mountpoint = '/var/lib/docker/volumes/data/_data';
  const place: VolumePlace = { name: 'data', mountpoint };
  const shell = (script: string) => server.exec(['sh', '-c', script]);

  describe.each(['root', 'deploy', 'dockhand'])('as %s', (user) => {
    let at: Awaited<ReturnType<typeof connectTo>>;
    beforeAll(async () => {
      at = await connectTo(server, user);
    });
    afterAll(() => at?.[Symbol.asyncDispose]());

    const save = async (path: string, text: string, over: string = 'any') => {
      const bytes = Buffer.from(text);
      await uploadPart(at.connection, place, { path, upload: 'abcdefghij', offset: 0, bytes });
      return await finishUpload(at.connection, place, {
        path,
        upload: 'abcdefghij',
        size: bytes.length,
        over,
      });
    };
    const read = async (path: string, offset = 0, length = 100) => {
      return await readPart(at.connection, place, { path, offset, length });
    };
    const list = async (path = '') => {
      return (await listFolder(at.connection, place, { path })).entries;
    };

    it('brings back files and folders by whatever name', async () => {
      await shell(`rm -rf ${mountpoint}/* ${mountpoint}/.[!.]*; true`);
      // each of them starts a container where there is no sudo
      const names = user === 'dockhand' ? hostile.slice(1, 3) : hostile;
      for (const name of names) {
        await makeFolder(at.connection, place, { path: `${name}` });
        await save(`${name}/${name}`, name);
        expect((await read(`${name}/${name}`)).bytes.toString()).toBe(name);
      }
      expect((await list()).map(({ name }) => name).toSorted()).toEqual(names.toSorted());
      expect(await list(names[0])).toMatchObject([
        { name: names[0], type: 'file', size: names[0]?.length, mode: '644', link: null },
      ]);
      for (const name of names) {
        await expect(removeEntry(at.connection, place, { path: name })).rejects.toMatchObject({
          code: 'CONFLICT',
        });
        await removeEntry(at.connection, place, { path: `${name}/${name}` });
        await removeEntry(at.connection, place, { path: name });
      }
      expect(await list()).toEqual([]);
    });

    it('follows no link, and never leaves', async () => {
      await shell(
        `cd ${mountpoint} && ln -sfn /etc out && ln -sf /etc/passwd file && ln -sf ../../.. up && echo in > in && ln -sf in inner`,
      );
      for (const path of ['out', 'out/passwd', 'up/x', 'file', 'inner'])
        await expect(read(path), path).rejects.toMatchObject({ code: 'CONFLICT' });
      await expect(save('out/evil', 'x')).rejects.toMatchObject({ code: 'CONFLICT' });
      await expect(save('file', 'x')).rejects.toMatchObject({ code: 'CONFLICT' });
      for (const path of ['..', 'in/..', '../data', '/etc/passwd'])
        await expect(read(path), path).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      expect(await list()).toContainEqual(
        expect.objectContaining({ name: 'out', type: 'link', link: '/etc' }),
      );
      for (const path of ['out', 'up', 'file', 'inner']) await removeEntry(at.connection, place, { path });
      expect((await shell('ls /etc/passwd')).stdout).toContain('passwd');
    });

    it('saves over what was read, and nothing else', async () => {
      await shell(`cd ${mountpoint} && echo one > conf && chown 33:44 conf && chmod 640 conf`);
      const { version, size } = await read('conf');
      expect(size).toBe(4);
      const next = await save('conf', 'two', version);
      expect((await list()).find(({ name }) => name === 'conf')).toMatchObject({
        mode: '640',
        owner: '33:44',
      });
      await expect(save('conf', 'three', version)).rejects.toMatchObject({ code: 'CONFLICT' });
      await expect(save('conf', 'three', 'new')).rejects.toMatchObject({ code: 'CONFLICT' });
      expect((await read('conf')).version).toBe(next);
      await expect(read('nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect((await read('conf', 1, 1)).bytes.toString()).toBe('w');
    });
  });

  it('gives a new name, or the place of a version, to one of several that want it, and keeps nothing of the others', async () => {
    await using at = await connectTo(server);
    const send = async (number: number, over: string) => {
      const to = { path: 'race', upload: `upload${over === 'new' ? 'new' : 'old'}${number}` };
      const bytes = Buffer.from(String(number));
      await uploadPart(at.connection, place, { ...to, offset: 0, bytes });
      return finishUpload(at.connection, place, { ...to, size: bytes.length, over });
    };
    const race = async (over: string) => {
      const ended = await Promise.allSettled([1, 2, 3].map((number) => send(number, over)));
      return ended.filter(({ status }) => status === 'fulfilled');
    };
    expect(await race('new')).toHaveLength(1);
    const { version } = await readPart(at.connection, place, { path: 'race', offset: 0, length: 1 });
    expect(await race(version)).toHaveLength(1);
    const names = (await shell(`ls -A ${mountpoint}`)).stdout;
    expect(names).not.toContain('quayside-upload');
  });

  it('takes an upload apart and whole, and never half of one', async () => {
    await using at = await connectTo(server);
    const bytes = Buffer.alloc(3_000_000, 'x');
    const to = { path: 'big', upload: 'uploadtwo1' };
    await uploadPart(at.connection, place, { ...to, offset: 0, bytes: bytes.subarray(0, 2_000_000) });
    expect(
      (await listFolder(at.connection, place, { path: '' })).entries.map(({ name }) => name),
    ).not.toContain('big');
    await expect(uploadPart(at.connection, place, { ...to, offset: 1_000_000, bytes })).rejects.toMatchObject(
      { code: 'CONFLICT' },
    );
    await expect(
      finishUpload(at.connection, place, { ...to, size: 3_000_000, over: 'any' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    await uploadPart(at.connection, place, { ...to, offset: 2_000_000, bytes: bytes.subarray(2_000_000) });
    await finishUpload(at.connection, place, { ...to, size: 3_000_000, over: 'new' });
    const { size } = await readPart(at.connection, place, { path: 'big', offset: 0, length: 1 });
    expect(size).toBe(3_000_000);
  });

  it('keeps nothing of an upload for which its disk has no room', async () => {
    await using at = await connectTo(server);
    await server.docker('volume', 'create', 'small');
    const small: VolumePlace = { name: 'small', mountpoint: mountpoint.replace('/data/', '/small/') };
    await server.must(['mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small.mountpoint]);
    const to = { path: 'big', upload: 'uploadthree' };
    const bytes = Buffer.alloc(800_000, 'x');
    await uploadPart(at.connection, small, { ...to, offset: 0, bytes });
    await expect(uploadPart(at.connection, small, { ...to, offset: 800_000, bytes })).rejects.toMatchObject({
      code: 'REMOTE_FAILED',
      message: expect.stringContaining('No space left'),
    });
    expect((await shell(`ls -A ${small.mountpoint}`)).stdout).toBe('');
    await uploadPart(at.connection, small, { ...to, offset: 0, bytes });
    await finishUpload(at.connection, small, { ...to, size: 800_000, over: 'new' });
    expect((await shell(`ls -A ${small.mountpoint}`)).stdout).toBe('big\n');
  });

  it('is not fooled by what its containers swap between look and use', async () => {
    await using at = await connectTo(server);
    await shell(
      `cd ${mountpoint} && mkdir -p real && echo inside > real/f && mkdir -p /srv/secret && echo outside > /srv/secret/f`,
    );
    const swapping = shell(
      `cd ${mountpoint} && end=$(($(date +%s) + 6)) && while [ $(date +%s) -lt $end ]; do mkdir -p way && echo inside > way/f; rm -rf way; ln -s /srv/secret way; rm -f way; done`,
    );
    const seen = new Set<string>();
    for (let count = 0; count < 60; count += 1) {
      const answer = await readPart(at.connection, place, { path: 'way/f', offset: 0, length: 100 }).then(
        ({ bytes }) => bytes.toString(),
        ({ code }) => code as string,
      );
      seen.add(answer);
    }
    await swapping;
    expect([...seen].join()).not.toContain('outside');
  });
});
