// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepestReference, longestTogether, longestValue } from './evaluate.ts';
import { type VariableLevel, variableLevels } from './levels.ts';
import { type Definition, keyOf, prepareLevel } from './lookup.ts';
import { escapeReferences, parseTemplate } from './references.ts';
import { problemWords, resolveLevels } from './resolve.ts';
import { dimensions, type Place, rankOf, type Scope, scopeKey, scopeMatches, scopeOfKey } from './scope.ts';

type Given = Partial<Record<VariableLevel, readonly (Partial<Definition> & { name: string })[]>>;

const here: Place = { environment: 'production', server: 'harbour' };
const known: Readonly<Record<string, { value: string; isSecret: boolean }>> = {
  'db host': { value: 'db-alias', isSecret: false },
  'db url': { value: 'postgresql://app:word@db-alias:5432/app', isSecret: true },
};

const resolved = (given: Given, place = here) =>
  resolveLevels(
    variableLevels.map((level) =>
      prepareLevel(
        level,
        (given[level] ?? []).map((each) => ({ value: '', isSecret: false, scope: {}, ...each })),
      ),
    ),
    { place, factOf: (name, fact) => known[`${name} ${fact}`] ?? { reason: 'there is no such service' } },
  );
const valuesOf = (given: Given, place = here) => {
  const { variables, problems } = resolved(given, place);
  expect(problems.map(problemWords)).toEqual([]);
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
};
const problemOf = (given: Given) => problemWords(resolved(given).problems[0] ?? ({ path: [] } as never));

describe('of several levels', () => {
  it('the lowest wins, and says what it overrides', () => {
    const given: Given = {
      organization: [
        { name: 'HOST', value: 'o' },
        { name: 'ONLY', value: 'here' },
      ],
      project: [{ name: 'host', value: 'p' }],
      service: [{ name: 'Host', value: 's' }],
    };
    expect(valuesOf(given)).toEqual({ ONLY: 'here', Host: 's' });
    expect(resolved(given).variables[1]).toMatchObject({
      level: 'service',
      overrides: [
        { level: 'project', scope: {} },
        { level: 'organization', scope: {} },
      ],
    });
  });

  it('a scope that does not match is as if it were not there', () => {
    const staging = { environment: ['staging'] };
    const given: Given = {
      project: [{ name: 'A', value: '1' }],
      service: [{ name: 'A', value: '2', scope: staging }],
    };
    expect(valuesOf(given)).toEqual({ A: '1' });
    expect(valuesOf(given, { environment: 'staging' })).toEqual({ A: '2' });
    expect(valuesOf(given, {})).toEqual({ A: '1' });
  });
});

describe('of several values of one level', () => {
  const server = { server: ['harbour'] };
  const environment = { environment: ['production', 'staging'] };
  it.each([
    ['a scoped one beats an unscoped one', environment, {}],
    ['the server beats the environment', server, environment],
    ['two dimensions beat one', { ...server, ...environment }, server],
  ])('%s', (_, winner, loser) => {
    for (const order of [0, 1]) {
      const values = [
        { name: 'A', value: 'won', scope: winner },
        { name: 'A', value: 'lost', scope: loser },
      ];
      expect(valuesOf({ project: order ? values : values.toReversed() })).toEqual({ A: 'won' });
    }
  });

  it('two of one rank are a problem that names both, unless a lower level has its own', () => {
    const tie: Given = {
      project: [
        { name: 'B' },
        { name: 'A', scope: { environment: ['production'] } },
        { name: 'A', scope: environment },
      ],
    };
    expect(problemOf(tie)).toMatch(/variable A \(of the project\).*number 2 and 3/);
    expect(valuesOf({ ...tie, service: [{ name: 'A', value: 'own' }] })).toMatchObject({ A: 'own' });
    expect(problemOf({ ...tie, service: [{ name: 'A', value: '${{project.A}}' }] })).toMatch(
      /A → project\.A/,
    );
  });
});

describe('references', () => {
  it('are looked up where the service stands, or at the level they name, and through each other', () => {
    expect(
      valuesOf({
        organization: [
          { name: 'URL', value: 'http://${{HOST}}:${{ port }}/${{organization.HOST}}' },
          { name: 'HOST', value: 'o' },
        ],
        environment: [{ name: 'PORT', value: '80' }],
        service: [{ name: 'HOST', value: '${{organization.HOST}}.${{service.db.host}}' }],
      }),
    ).toEqual({ URL: 'http://o.db-alias:80/o', PORT: '80', HOST: 'o.db-alias' });
  });

  it.each([
    ['undefined', '${{NOPE}}', /A → NOPE .*no such variable/],
    ['of a level that lacks it', '${{project.X}}', /A → project\.X .*no such variable/],
    ['to a service that is not there', '${{service.web.host}}', /A → service\.web\.host .*no such service/],
    ['to itself', 'x${{a}}', /A → a .*back to itself/],
    ['in a circle over levels', '${{organization.X}}', /A → organization\.X → A .*back to itself/],
    ['that are none', '${{ github.sha }}', /A → github\.sha .*no reference; write \$\$\{\{/],
    ['without an end', '${{A', /no reference/],
    ['to a damaged value', '${{BAD}}', /A → BAD .*damaged/],
  ])('%s are a problem that names the way', (_, value, words) => {
    const given: Given = {
      organization: [
        { name: 'X', value: '${{A}}' },
        { name: 'BAD', value: null },
      ],
      service: [{ name: 'A', value }],
    };
    const problem = resolved(given).problems.find(({ name }) => name === 'A');
    expect(problem && problemWords(problem)).toMatch(words);
  });

  it('make a secret of what refers to one, however far, and tell every level that is in it', () => {
    const { variables } = resolved({
      organization: [{ name: 'PASSWORD', value: 's3cret', isSecret: true }],
      environment: [{ name: 'USER', value: 'app:${{PASSWORD}}' }],
      service: [
        { name: 'URL', value: 'pg://${{USER}}' },
        { name: 'PLAIN', value: 'x' },
      ],
    });
    expect(variables.map(({ name, isSecret, levels }) => [name, isSecret, levels])).toEqual([
      ['PASSWORD', true, ['organization']],
      ['USER', true, ['organization', 'environment']],
      ['URL', true, ['organization', 'environment', 'service']],
      ['PLAIN', false, ['service']],
    ]);
  });

  it('never change a text that is escaped, whatever it holds', () => {
    const text = fc.string({ unit: fc.constantFrom('$', '{', '}', 'A', '.', ' ', '\n') });
    fc.assert(
      fc.property(text, (value) => {
        expect(valuesOf({ service: [{ name: 'A', value: escapeReferences(value) }] })).toEqual({ A: value });
      }),
      { numRuns: 2_000 },
    );
  });

  it('are bounded: a bomb is a problem at once, and takes no memory', () => {
    const bomb = Array.from({ length: 60 }, (_, at) => ({
      name: `V${at}`,
      value: at === 0 ? 'x'.repeat(100) : `\${{V${at - 1}}}`.repeat(10),
    }));
    const { problems } = resolved({ service: bomb });
    expect(problems[0]?.reason).toContain('131,072');
    expect(longestValue).toBe(131_072);
    const many = Array.from({ length: 9 }, (_, at) => ({ name: `V${at}`, value: 'x'.repeat(longestValue) }));
    expect(resolved({ service: many }).problems.map(({ name }) => name)).toEqual(['V8']);
    expect(longestTogether).toBe(8 * longestValue);
  });

  it('go over a hundred variables and no more, in whatever order these stand', () => {
    const chain = Array.from({ length: deepestReference + 20 }, (_, at) => ({
      name: `V${at}`,
      value: at === 0 ? 'end' : `\${{V${at - 1}}}`,
    }));
    const bad = chain.slice(deepestReference).map(({ name }) => name);
    for (const order of [chain, chain.toReversed()]) {
      const { problems } = resolved({ service: order });
      expect(problems.map(({ name }) => name).toSorted()).toEqual(bad.toSorted());
    }
  });
});

describe('the rank of a scope', () => {
  const scope: fc.Arbitrary<Scope> = fc.record(
    Object.fromEntries(dimensions.map((each) => [each, fc.subarray(['a', 'b', 'c'])])),
    { requiredKeys: [] },
  );
  const named = (each: Scope) => dimensions.filter((dimension) => (each[dimension]?.length ?? 0) > 0);

  it('is equal only for the same dimensions, and its key says the same scope', () => {
    fc.assert(
      fc.property(scope, scope, (one, other) => {
        expect(rankOf(one) === rankOf(other)).toBe(named(one).join() === named(other).join());
        const again = scopeOfKey(scopeKey(one));
        expect(scopeKey(again)).toBe(scopeKey(one));
        const place = { server: 'a', environment: 'b' };
        expect(scopeMatches(again, place)).toBe(scopeMatches(one, place));
      }),
    );
  });
});

/** The same as a person would do it by hand: no memory, no bound. */
const naive = (
  given: Given,
  place: Place,
  level: VariableLevel | null,
  name: string,
  way: string[],
): string => {
  const from = level === null ? [...variableLevels].toReversed() : [level];
  const at = from.find((each) => matches(given, place, each, name).length > 0);
  if (!at) throw new Error('undefined');
  const [best, second] = matches(given, place, at, name);
  const id = `${at}.${keyOf(name)}`;
  if (!best || second?.count === best.count) throw new Error('tie');
  if (way.includes(id)) throw new Error('circle');
  return parseTemplate(best.value)
    .map((part) => {
      if (typeof part === 'string') return part;
      if (part.type !== 'variable') throw new Error('none');
      return naive(given, place, part.level, part.name, [...way, id]);
    })
    .join('');
};
const matches = (given: Given, place: Place, level: VariableLevel, name: string) =>
  (given[level] ?? [])
    .filter((each) => keyOf(each.name) === keyOf(name) && scopeMatches(each.scope ?? {}, place))
    .map(({ value, scope = {} }) => ({ value: value ?? '', count: weight(scope) }))
    .toSorted((a, b) => b.count - a.count);
const weight = ({ server, environment }: Scope): number =>
  server && environment ? 3 : server ? 2 : environment ? 1 : 0;

it('answers what a naive reading of the rules answers', () => {
  const name = fc.constantFrom('A', 'B', 'C', 'a');
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('x', '$', '$${{A}}', ' ') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('${{A}}', '${{B}}', '${{ C }}', '${{project.A}}', '${{organization.b}}'),
    },
  );
  const scope = fc.constantFrom<Scope>(
    {},
    {},
    { environment: ['production'] },
    { environment: ['staging'] },
    { server: ['harbour'] },
    { server: ['harbour', 'other'], environment: ['production'] },
  );
  const value = fc.record({
    name,
    scope,
    value: fc.array(piece, { maxLength: 4 }).map((all) => all.join('')),
  });
  const given: fc.Arbitrary<Given> = fc.record(
    Object.fromEntries(variableLevels.map((level) => [level, fc.array(value, { maxLength: 4 })])),
  );
  let failures = 0;
  fc.assert(
    fc.property(given, (world) => {
      const { variables, problems } = resolved(world);
      for (const each of variables) expect(naive(world, here, null, each.name, [])).toBe(each.value);
      for (const each of problems) {
        failures += 1;
        expect(() => naive(world, here, null, each.name, [])).toThrow();
      }
      const names = new Set(
        variableLevels.flatMap((level) =>
          (world[level] ?? [])
            .filter((each) => scopeMatches(each.scope ?? {}, here))
            .map((each) => keyOf(each.name)),
        ),
      );
      expect(new Set([...variables, ...problems].map((each) => keyOf(each.name)))).toEqual(names);
      expect(variables.length + problems.length).toBe(names.size);
    }),
    { numRuns: 3_000 },
  );
  expect(failures).toBeGreaterThan(100);
});
