import { afterEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore } from '#test/support/create-test-core.ts';
import type { Core } from '../create-core.ts';
import { StreamCredit } from './stream-credit.ts';

let core: Core | undefined;
afterEach(() => core?.close());

describe('the change feed', () => {
  it('tells a second reader of a change at once', async () => {
    const made = await createOwnedCore();
    core = made.core;
    const { organizationId } = made;
    const feed = await clientOf(core).changes.watch({ organizationId });
    expect((await feed.next()).value).toEqual([]);
    const project = await made.client.project.create({ organizationId, name: 'Shop' });
    const { value } = await feed.next();
    expect(value).toContainEqual({
      kind: 'project',
      nodeId: project.id,
      parentId: organizationId,
      verb: 'created',
    });
    await feed.return?.(undefined);
  });

  it('ends within the same turn when its reader is removed from the organization', async () => {
    const made = await createOwnedCore();
    core = made.core;
    const { organizationId } = made;
    const accountId = addAccount(core, { organizationId, role: 'Viewer', name: 'Vera' });
    const feed = await clientOf(core, accountId).changes.watch({ organizationId });
    await feed.next();
    const next = feed.next();
    const { store } = core.services;
    store.write((tx) => tx.removeNode(store.access.effective(accountId, organizationId)?.memberId ?? ''));
    await expect(next).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('stream credit', () => {
  it('lets the source run at most 16 batches ahead of the reader', async () => {
    const credit = new StreamCredit();
    let made = 0;
    async function* source() {
      while (made < 1_000) {
        made += 1;
        yield made;
      }
    }
    const abort = new AbortController();
    const stream = credit.limit('one', source(), abort.signal);
    const taken: unknown[] = [];
    const reader = (async () => {
      for await (const item of stream) taken.push(item);
    })();
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toHaveLength(16);
    credit.acknowledge('one', 8);
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toHaveLength(24);
    expect(made).toBeLessThanOrEqual(25);
    abort.abort();
    await reader;
  });
});
