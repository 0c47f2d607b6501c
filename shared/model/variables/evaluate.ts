import { keyOf, type Lookup, type PreparedValue } from './lookup.ts';
import type { Reference, ServiceFact, Template } from './references.ts';

/** The most characters of one value, references resolved. */
export const longestValue = 131_072;
/** The most characters of all that is resolved for one service: Linux gives a process no more than 2 MiB. */
export const longestTogether = 1_048_576;
/** The most variables on the way from one to whatever it refers to, itself among them. */
export const deepestReference = 100;

/** The value of a variable, or of a part of one. */
export interface Found {
  readonly value: string;
  readonly isSecret: boolean;
  /** The levels whose values are in it, as bits. */
  readonly levels: number;
  /** How many variables lie on the longest way from it, itself among them. */
  readonly height: number;
}

/** Why there is none; `path` leads there in the words of the references. */
export interface Failed {
  readonly path: readonly string[];
  readonly reason: string;
  /** It is so for where it began, which says nothing of those on the way. */
  readonly isOfTheWay?: true;
}

/** Computes values for one service, each once; bounded in depth, in length and altogether. */
export type Evaluation = (at: number, key: string) => Found | Failed;

/** How far an evaluation has come: what it is in, as `level key`. */
type Way = readonly string[];

/** What is known of a service beside the one that is resolved, or why it is not, as the end of a sentence. */
export type FactOf = (
  service: string,
  fact: ServiceFact,
) => { readonly value: string; readonly isSecret: boolean } | { readonly reason: string };

/** Begins an evaluation. */
export function createEvaluation(lookup: Lookup, factOf: FactOf): Evaluation {
  const known = lookup.levels.map(() => new Map<string, Found | Failed>());
  let spent = 0;

  const evaluate = (at: number, key: string, way: Way): Found | Failed => {
    const before = known[at]?.get(key);
    if (before) return before;
    const chosen = choose(lookup.matching(at, key));
    if ('reason' in chosen || chosen.template === null) {
      const answer = 'reason' in chosen ? chosen : bounded(at, chosen, textOf(chosen.value ?? ''));
      known[at]?.set(key, answer);
      return answer;
    }
    const id = `${at} ${key}`;
    if (way.includes(id)) return { ...failed('it refers back to itself'), isOfTheWay: true };
    if (way.length >= deepestReference) return { ...failed(tooDeep), isOfTheWay: true };
    const own = expand(chosen.template, [...way, id]);
    const answer = 'reason' in own ? own : bounded(at, chosen, own);
    if (!('isOfTheWay' in answer)) known[at]?.set(key, answer);
    return answer;
  };

  const bounded = (at: number, chosen: PreparedValue, own: Found): Found | Failed => {
    if (own.value.length > longestValue) return failed(tooLong);
    spent += own.value.length;
    if (spent > longestTogether) return failed(tooMuch);
    if (own.height >= deepestReference) return failed(tooDeep);
    const isSecret = chosen.isSecret || own.isSecret;
    return { value: own.value, isSecret, levels: own.levels | (1 << at), height: own.height + 1 };
  };

  const expand = (template: Template, way: Way): Found | Failed => {
    let all = textOf('');
    for (const part of template) {
      const next = typeof part === 'string' ? textOf(part) : follow(part, way);
      if ('reason' in next) return next;
      all = joined(all, next);
      if (all.value.length > longestValue) return failed(tooLong);
    }
    return all;
  };

  const follow = (reference: Reference, way: Way): Found | Failed => {
    const found = target(reference, way);
    return 'reason' in found ? { ...found, path: [reference.text, ...found.path] } : found;
  };

  const target = (reference: Reference, way: Way): Found | Failed => {
    if (reference.type === 'unknown') return failed(noReference);
    if (reference.type === 'service') {
      const fact = factOf(reference.service, reference.fact);
      return 'reason' in fact ? failed(fact.reason) : { ...textOf(fact.value), isSecret: fact.isSecret };
    }
    const key = keyOf(reference.name);
    const at =
      reference.level === null
        ? lookup.lowest(key)
        : lookup.levels.findIndex(({ level }) => level === reference.level);
    return evaluate(at, key, way);
  };

  return (at, key) => evaluate(at, key, []);
}

/** The one value that holds; a tie is nobody's to decide. */
function choose([best, second]: readonly PreparedValue[]): PreparedValue | Failed {
  if (!best) return failed('there is no such variable');
  if (second && second.rank === best.rank) return failed(tieWords(best, second));
  return best.value === null ? failed(damaged) : best;
}

function failed(reason: string): Failed {
  return { path: [], reason };
}

function textOf(value: string): Found {
  return { value, isSecret: false, levels: 0, height: 0 };
}

function joined(one: Found, other: Found): Found {
  return {
    value: one.value + other.value,
    isSecret: one.isSecret || other.isSecret,
    levels: one.levels | other.levels,
    height: Math.max(one.height, other.height),
  };
}

function tieWords(one: PreparedValue, other: PreparedValue): string {
  const [first, second] = [one.position, other.position].toSorted((a, b) => a - b);
  return `its values number ${first} and ${second} of that level both hold here and are equally specific; change the scope of one`;
}

const inFull = (count: number): string => count.toLocaleString('en');
const tooDeep = `it goes over more than ${deepestReference} variables`;
const tooLong = `with its references it is longer than ${inFull(longestValue)} characters`;
const tooMuch = `the variables of the service are longer than ${inFull(longestTogether)} characters together`;
const damaged = 'what is stored of it is damaged; give it anew or delete it';
const noReference = 'that is no reference; write $${{ for the text itself';
