import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPermissions } from '#shared/model/permissions.ts';
import {
  accessRows,
  addGrant,
  grantSeed,
  permissionSet,
  somePermissions,
} from '#test/support/access-arbitrary.ts';
import { accessChange, applyChange } from '#test/support/access-changes.ts';
import { type AccessRows, indexOf, naiveCan, organizationId, subjectsOf } from '#test/support/access-rows.ts';
import type { AccessIndex } from './access-index.ts';
import { permissionsOf, without } from './bits.ts';
import type { IndexedNode } from './indexed-node.ts';

/** A copy whose rows may be changed. */
const copyOf = (rows: AccessRows): AccessRows => structuredClone(rows);

/** All that everybody may and sees, to be compared as a whole. */
const everything = (index: AccessIndex, rows: AccessRows): Record<string, string> =>
  Object.fromEntries(
    subjectsOf(rows).flatMap((subject) =>
      rows.nodes.map(({ id }) => [
        `${subject} on ${id}`,
        `${index.canSee(subject, id)} ${index.canRead(subject, id)} ${permissionsOf(index.heldOn(subject, id)).join()}`,
      ]),
    ),
  );

const pick = <T>(items: readonly T[], position: number): T => items[position % items.length] as T;

const questionsEach = 400;

describe('a decision', () => {
  it('is the same as reading the rows one by one, in 100,000 questions', () => {
    let asked = 0;
    let allowed = 0;
    fc.assert(
      fc.property(accessRows, fc.nat(), (rows, start) => {
        const index = indexOf(rows);
        const subjects = [...subjectsOf(rows), 'stranger'];
        const nodes = [...rows.nodes.map(({ id }) => id), 'nowhere'];
        for (let turn = 0; turn < questionsEach; turn += 1) {
          const subject = pick(subjects, start + turn);
          const permission = pick(somePermissions, start + turn * 7);
          const nodeId = pick(nodes, start + turn * 13);
          const answer = index.can(subject, permission, nodeId);
          asked += 1;
          if (answer) allowed += 1;
          if (answer === naiveCan(rows, subject, permission, nodeId)) continue;
          throw new Error(`${subject} ${permission} ${nodeId}: the index says ${answer}`);
        }
      }),
      { numRuns: 250 },
    );
    expect(asked).toBeGreaterThanOrEqual(100_000);
    // a test in which nearly all answers are no would prove little
    expect(allowed).toBeGreaterThan(asked / 25);
  });

  it('is never taken away by a further grant, extra permission or team', () => {
    fc.assert(
      fc.property(accessRows, grantSeed, permissionSet, fc.nat(), (rows, grant, extras, who) => {
        const more = copyOf(rows);
        addGrant(more, 'more', grant);
        const member = pick(more.members, who);
        more.members = more.members.map((each) =>
          each === member ? { ...each, extras: [...each.extras, ...extras] } : each,
        );
        more.teams = more.teams.map((team) => ({
          ...team,
          memberIds: [...new Set([...team.memberIds, member.id])],
        }));
        const [before, after] = [indexOf(rows), indexOf(more)];
        for (const subject of subjectsOf(rows)) {
          for (const { id } of rows.nodes) {
            const has = after.heldOn(subject, id);
            const had = before.heldOn(subject, id);
            expect(permissionsOf(without(had, has))).toEqual([]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is no for somebody who is no member, and for a node that is not there', () => {
    fc.assert(
      fc.property(accessRows, (rows) => {
        const index = indexOf(rows);
        for (const permission of allPermissions) {
          expect(index.can('stranger', permission, organizationId)).toBe(false);
          expect(index.can('a0', permission, 'nowhere')).toBe(false);
        }
        expect(index.canSee('stranger', organizationId)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the index', () => {
  it('is after any changes what a fresh one would be', () => {
    fc.assert(
      fc.property(accessRows, fc.array(accessChange, { minLength: 1, maxLength: 25 }), (start, changes) => {
        const rows = copyOf(start);
        const live = indexOf(copyOf(start), rows);
        live.ready();
        for (const [at, change] of changes.entries()) applyChange(rows, live, change, `x${at}`);
        expect(everything(live, rows)).toEqual(everything(indexOf(rows), rows));
      }),
      { numRuns: 400 },
    );
  });

  it('answers after each change as the rows do', () => {
    fc.assert(
      fc.property(accessRows, fc.array(accessChange, { maxLength: 12 }), fc.nat(), (start, changes, seed) => {
        const rows = copyOf(start);
        const live = indexOf(copyOf(start), rows);
        live.ready();
        for (const [at, change] of changes.entries()) {
          applyChange(rows, live, change, `x${at}`);
          const subjects = subjectsOf(rows);
          for (let turn = 0; turn < 30 && subjects.length > 0; turn += 1) {
            const question = [
              pick(subjects, seed + turn),
              pick(somePermissions, seed + turn * 7),
              pick(rows.nodes, seed + turn * 13).id,
            ] as const;
            expect([change.type, question, live.can(...question)]).toEqual([
              change.type,
              question,
              naiveCan(rows, ...question),
            ]);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('lets an API key open nothing once all of its places are gone', () => {
    fc.assert(
      fc.property(accessRows, (start) => {
        const rows = copyOf(start);
        const live = indexOf(copyOf(start), rows);
        live.ready();
        const limited = rows.keys.filter(({ nodeIds }) => nodeIds !== null);
        for (const nodeId of limited.flatMap(({ nodeIds }) => nodeIds ?? [])) live.removeNode(nodeId);
        for (const { id } of limited) {
          for (const node of rows.nodes) expect(permissionsOf(live.heldOn(id, node.id))).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('what an API key sees', () => {
  it('is nothing that its holder does not see, also where a place of it was taken from the holder', () => {
    let hidden = 0;
    fc.assert(
      fc.property(accessRows, (rows) => {
        const index = indexOf(rows);
        for (const { id, memberId, nodeIds } of rows.keys) {
          const account = rows.members.find((member) => member.id === memberId)?.accountId ?? '';
          hidden += nodeIds?.filter((nodeId) => !index.canSee(account, nodeId)).length ?? 0;
          const seen = rows.nodes.filter((node) => index.canSee(id, node.id));
          expect(seen.filter((node) => !index.canSee(account, node.id))).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
    // keys whose holders see all of their places would prove little
    expect(hidden).toBeGreaterThan(0);
  });
});

describe('what a member sees', () => {
  it('is a connected tree: nothing is visible below something that is not', () => {
    fc.assert(
      fc.property(accessRows, (rows) => {
        const index = indexOf(rows);
        for (const subject of subjectsOf(rows)) {
          const seen = new Set(index.visible(subject, organizationId).map(({ id }) => id));
          for (const { id, parentId } of rows.nodes) {
            if (seen.has(id) && parentId !== null) expect(seen.has(parentId)).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is exactly what can be seen one by one, as far as the way to it can', () => {
    fc.assert(
      fc.property(accessRows, (rows) => {
        const index = indexOf(rows);
        for (const subject of subjectsOf(rows)) {
          const seen = index.visible(subject, organizationId).map(({ id }) => id);
          const isSeen = (node: IndexedNode): boolean =>
            index.canSee(subject, node.id) && (node.parent === null || isSeen(node.parent));
          const each = rows.nodes.flatMap(({ id }) => index.node(id) ?? []).filter(isSeen);
          expect(seen.toSorted()).toEqual(each.map(({ id }) => id).toSorted());
        }
      }),
      { numRuns: 150 },
    );
  });
});
