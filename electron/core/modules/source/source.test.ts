import { readdir, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/model/errors.ts';
import { type TarMember, tarEnd, tarHeader, tarPadding } from '#shared/model/tar-members.ts';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { newestEvents } from '#test/support/people.ts';
import { addServer } from '#test/support/populate.ts';
import type { Core } from '../../create-core.ts';

let core: Core;
let owner: TestClient;
let organizationId: string;
let serviceId: string;

const folderSpec = { source: { type: 'folder' as const } };

beforeEach(async () => {
  ({ core, client: owner, organizationId } = await createOwnedCore());
  // nothing begins: what is asked for waits
  await core.services.runs.close();
  const serverId = core.services.store.write((tx) => addServer(tx, organizationId, 'harbour'));
  const { id: projectId } = await owner.project.create({ organizationId, name: 'shop' });
  const environmentId = (await owner.environment.list({ projectId }))[0]?.id ?? '';
  ({ id: serviceId } = await owner.service.create({
    environmentId,
    name: 'web',
    spec: folderSpec,
    serverId,
  }));
});
afterEach(() => core.close());

type Member = TarMember & { readonly content?: string };
const tarOf = (members: readonly Member[]): Buffer =>
  Buffer.concat(
    members.flatMap(({ content = '', ...member }) => [
      ...tarHeader(member),
      Buffer.from(content),
      tarPadding(content.length),
    ]),
  );
const file = (path: string, content = 'x'): Member => ({ path, type: 'file', size: content.length, content });
const whole = (members: readonly Member[]): Buffer => gzipSync(Buffer.concat([tarOf(members), tarEnd]));

/** A header with the sum that belongs to it. */
const signed = (header: Buffer): Buffer => {
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
};

let uploads = 0;
const nextUpload = (): string => {
  uploads += 1;
  return `upload${String(uploads).padStart(6, '0')}`;
};
const keep = (archive: Buffer, client = owner) =>
  client.source.keep({ serviceId, upload: nextUpload(), offset: 0, bytes: archive.toString('base64') });
const part = (upload: string, offset: number, bytes: Buffer) => ({
  ...{ serviceId, upload, offset },
  bytes: bytes.toString('base64'),
});
/** What lies on the disk of the host for the service. */
const kept = async (): Promise<string[]> => {
  const folder = dirname(await core.services.folders.pathOf(serviceId, 'x'));
  return (await readdir(folder)).toSorted();
};

describe('a folder that is sent', () => {
  it('comes in parts, is kept whole, and is what the next deployment builds', async () => {
    await expect(owner.deployment.create({ serviceId })).rejects.toThrow(/No folder was sent yet/);
    const archive = whole([file('Dockerfile', 'FROM scratch\n'), file('a/b')]);
    const half = archive.length >> 1;
    const upload = 'upload0000parts';
    expect(await owner.source.upload(part(upload, 0, archive.subarray(0, half)))).toEqual({ offset: half });
    const beyond = part(upload, half + 1, archive);
    await expect(owner.source.upload(beyond)).rejects.toThrow(`it has ${half} bytes`);
    const sent = await owner.source.keep(part(upload, half, archive.subarray(half)));
    expect(sent).toMatchObject({ files: 2, sizeBytes: archive.length });
    expect(await owner.source.show({ serviceId })).toEqual({ folder: sent });
    const deployment = await owner.deployment.create({ serviceId });
    expect(deployment.folder).toEqual({ digest: sent.digest, sizeBytes: archive.length });
    expect(JSON.stringify(newestEvents(core, 3))).toContain(sent.digest.slice(0, 12));
  });

  it('stays what a deployment was asked for, though another one is sent before its turn', async () => {
    const one = await keep(whole([file('one')]));
    const { id: deploymentId } = await owner.deployment.create({ serviceId });
    const two = await keep(whole([file('two')]));
    expect((await owner.deployment.get({ deploymentId })).folder?.digest).toBe(one.digest);
    const { folders } = core.services;
    for (const { digest } of [one, two]) await stat(await folders.pathOf(serviceId, digest));
  });

  it('takes a part that is sent again, while the first is written or later, once', async () => {
    const archive = whole([file('a', 'b'.repeat(100))]);
    const upload = nextUpload();
    const first = part(upload, 0, archive.subarray(0, 40));
    const answers = await Promise.all([owner.source.upload(first), owner.source.upload(first)]);
    expect(answers).toEqual([{ offset: 40 }, { offset: 40 }]);
    await owner.source.upload(first);
    expect(await owner.source.keep(part(upload, 40, archive.subarray(40)))).toMatchObject({
      sizeBytes: archive.length,
    });
  });

  it('is the one that is named in the end, where several cross', async () => {
    for (let round = 0; round < 5; round += 1) {
      const names = ['one', 'two', 'three', 'four'].map((name) => `${name}${round}`);
      await Promise.all(names.map((name) => keep(whole([file(name)]))));
      const { folder } = await owner.source.show({ serviceId });
      expect(await kept()).toEqual([`${folder?.digest}.tar.gz`]);
    }
  });

  it('leaves room: of uploads that do not go on, two are kept, the others for an hour', async () => {
    const begin = async () => {
      const upload = nextUpload();
      await owner.source.upload(part(upload, 0, Buffer.from('x')));
      return upload;
    };
    const [one, two, three] = [await begin(), await begin(), await begin()];
    expect(await kept()).toEqual([`${two}.part`, `${three}.part`]);
    await expect(owner.source.upload(part(one, 1, Buffer.from('x')))).rejects.toThrow('it has 0 bytes');
    await core.services.folders.sweep();
    expect(await kept()).toHaveLength(2);
    const folder = dirname(await core.services.folders.pathOf(serviceId, 'x'));
    const longAgo = new Date(Date.now() - 61 * 60_000);
    for (const name of await kept()) await utimes(join(folder, name), longAgo, longAgo);
    await core.services.folders.sweep();
    expect(await kept()).toEqual([]);
  });

  it('goes with its service, with all that was sent of another', async () => {
    await keep(whole([file('one')]));
    await owner.source.upload(part(nextUpload(), 0, Buffer.from('x')));
    expect(await kept()).toHaveLength(2);
    await owner.service.delete({ serviceId, typedName: 'web' });
    await expect(kept()).rejects.toThrow('ENOENT');
  });

  it('stays where its service is not deleted after all', async () => {
    await keep(whole([file('one')]));
    const { deployments } = core.services;
    const { removeFromServer } = deployments;
    const refused = new AppError('UNREACHABLE', { server: 'harbour', reason: 'refused' });
    Object.assign(deployments, {
      removeFromServer: async (...given: Parameters<typeof removeFromServer>) => {
        await removeFromServer(...given);
        throw refused;
      },
    });
    await expect(owner.service.delete({ serviceId, typedName: 'web' })).rejects.toThrow();
    expect(await kept()).toHaveLength(1);
  });

  const links = (linkTo: string, path = 'a/link'): Member[] => [{ path, type: 'link', size: 0, linkTo }];
  /** A file of one byte behind extended headers with these records. */
  const extended = (...records: readonly string[]): Buffer => {
    const headers = records.flatMap((text) => {
      const bytes = Buffer.from(tarHeader(file('x', text))[0] ?? []);
      bytes.write('x', 156);
      return [signed(bytes), Buffer.from(text), Buffer.from(tarPadding(text.length))];
    });
    return gzipSync(Buffer.concat([...headers, tarOf([file('a')]), tarEnd]));
  };
  it.each<[string, () => Buffer, RegExp]>([
    [
      'a path that leads out',
      () => whole([file('../x')]),
      /“..\/x” in the packed folder has a path that leads out/,
    ],
    ['a path from the root', () => whole([file('/etc/x')]), /leads out/],
    ['a link that leads out', () => whole(links('../../x')), /is a link that leads out/],
    ['a link from the root', () => whole(links('/etc/passwd')), /is a link that leads out/],
    ['a link by way of another one', () => whole(links('a/b/../etc')), /is a link that leads out/],
    [
      'something behind its end',
      () => gzipSync(Buffer.concat([Buffer.alloc(512), tarOf([file('a')]), tarEnd])),
      /goes on behind its end/,
    ],
    [
      'one block of zeros as its end',
      () => gzipSync(Buffer.concat([tarOf([file('a')]), Buffer.alloc(512)])),
      /ends before its end/,
    ],
    ['a size that is no number', () => extended('12 size=0x1\n'), /has a size that cannot be/],
    ['a size that is empty', () => extended('8 size=\n'), /has a size that cannot be/],
    [
      'two extensions of one member',
      () => extended('10 size=1\n', '10 size=1\n'),
      /has one header of a header/,
    ],
    ['no archive at all', () => Buffer.from('hello'), /no archive by tar and gzip/],
    ['an archive without an end', () => gzipSync(tarOf([file('a')])), /ends before its end/],
    ['half an archive', () => whole([file('a', 'x'.repeat(5_000))]).subarray(0, 60), /archive|end/],
    [
      'a device',
      () => {
        const [header = new Uint8Array()] = tarHeader(file('device', ''));
        const bytes = Buffer.from(header);
        bytes.write('3', 156);
        return gzipSync(Buffer.concat([signed(bytes), tarEnd]));
      },
      /“device” in the packed folder is neither/,
    ],
  ])('is refused with %s', async (_, archive, expected) => {
    await expect(keep(archive())).rejects.toThrow(expected);
    expect(await owner.source.show({ serviceId })).toEqual({ folder: null });
  });

  it('is refused for a service that is built from something else', async () => {
    await owner.service.configure({ serviceId, spec: { source: { type: 'image', image: 'nginx' } } });
    await expect(keep(whole([file('a')]))).rejects.toThrow(/not built from a folder/);
  });
});
