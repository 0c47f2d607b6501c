import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseNext, type Waiting } from './choose-next.ts';

const waiting = (id: string, subjectId: string, serverId = 'one', kind = 'deployment'): Waiting => ({
  ...{ id, kind, subjectId },
  serverIds: [serverId],
});

/** One that another server builds. */
const built = (id: string, subjectId: string, serverId: string, builderId: string): Waiting => ({
  ...waiting(id, subjectId),
  serverIds: [serverId, builderId],
});
const limitOf = (kind: string): number => (kind === 'deployment' ? 2 : 1);

describe('the queue', () => {
  it('runs two deployments at a time on a server', () => {
    const queue = [waiting('1', 'a'), waiting('2', 'b'), waiting('3', 'c'), waiting('4', 'd', 'two')];
    expect(chooseNext(queue, [], limitOf).map(({ id }) => id)).toEqual(['1', '2', '4']);
  });

  it('counts each kind for itself on a server', () => {
    const queue = [waiting('3', 's', 'one', 'setup'), waiting('4', 't', 'one', 'setup'), waiting('5', 'c')];
    const running = [waiting('1', 'a'), waiting('2', 'b')];
    expect(chooseNext(queue, running, limitOf).map(({ id }) => id)).toEqual(['3']);
  });

  it('counts what is built for another server where it is built, too', () => {
    const running = [built('1', 'a', 'one', 'forge')];
    const queue = [
      built('2', 'b', 'two', 'forge'),
      built('3', 'c', 'three', 'forge'),
      waiting('4', 'd', 'forge'),
    ];
    expect(chooseNext(queue, running, limitOf).map(({ id }) => id)).toEqual(['2']);
  });

  it('takes no place where it runs from the one behind it, as long as it waits for its build server', () => {
    const running = [built('1', 'a', 'x', 'forge'), built('2', 'b', 'y', 'forge')];
    const queue = [built('3', 'c', 'one', 'forge'), waiting('4', 'd'), waiting('5', 'e')];
    expect(chooseNext(queue, running, limitOf).map(({ id }) => id)).toEqual(['4', '5']);
  });

  it('runs those of one service strictly in their order', () => {
    const queue = [waiting('2', 'a'), waiting('3', 'b')];
    expect(chooseNext(queue, [waiting('1', 'a')], limitOf).map(({ id }) => id)).toEqual(['3']);
  });

  it('never passes its limits, and never lets a later one of a service overtake', () => {
    const item = fc.record({
      id: fc.uuid(),
      kind: fc.constant('deployment'),
      subjectId: fc.constantFrom('a', 'b', 'c', 'd'),
      serverIds: fc.uniqueArray(fc.constantFrom('one', 'two', 'three'), { minLength: 1, maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(item), fc.array(item, { maxLength: 3 }), (queue, running) => {
        const chosen = chooseNext(queue, running, limitOf);
        for (const server of ['one', 'two', 'three'] as const) {
          const before = running.filter(({ serverIds }) => serverIds.includes(server)).length;
          const after = chosen.filter(({ serverIds }) => serverIds.includes(server)).length;
          expect(after === 0 || before + after <= 2).toBe(true);
        }
        for (const { subjectId, id } of chosen) {
          expect(running.some((other) => other.subjectId === subjectId)).toBe(false);
          expect(queue.find((other) => other.subjectId === subjectId)?.id).toBe(id);
        }
      }),
    );
  });
});
