import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseNext, type Waiting } from './choose-next.ts';

const waiting = (id: string, subjectId: string, serverId = 'one', kind = 'deployment'): Waiting => ({
  id,
  kind,
  subjectId,
  serverId,
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

  it('runs those of one service strictly in their order', () => {
    const queue = [waiting('2', 'a'), waiting('3', 'b')];
    expect(chooseNext(queue, [waiting('1', 'a')], limitOf).map(({ id }) => id)).toEqual(['3']);
  });

  it('never passes its limits, and never lets a later one of a service overtake', () => {
    const item = fc.record({
      id: fc.uuid(),
      kind: fc.constant('deployment'),
      subjectId: fc.constantFrom('a', 'b', 'c', 'd'),
      serverId: fc.constantFrom('one', 'two'),
    });
    fc.assert(
      fc.property(fc.array(item), fc.array(item, { maxLength: 3 }), (queue, running) => {
        const chosen = chooseNext(queue, running, limitOf);
        for (const server of ['one', 'two']) {
          const before = running.filter(({ serverId }) => serverId === server).length;
          const after = chosen.filter(({ serverId }) => serverId === server).length;
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
