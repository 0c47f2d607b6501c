import { loadavg } from 'node:os';
import { betterAuth, casbin, casl, cedarWasm } from './access-peers.ts';
import { index, type Question, questions, touch } from './access-questions.ts';
import { alternate, bound, printTable, summarize, time } from './measure.ts';

const least = 5_000_000;
const mostP99Ns = 1_000;

const ours = ({ subject, permission, nodeId }: Question): boolean => index.can(subject, permission, nodeId);

const compared = [
  ['@casl/ability (cached)', casl, questions],
  ['better-auth access (own scopes)', betterAuth, questions],
  ['casbin (sync)', casbin, questions.slice(0, 60)],
  ['cedar-wasm (preparsed)', cedarWasm, questions.slice(0, 200)],
] as const;
for (const [name, ask, some] of compared) {
  for (const question of some) {
    if (ask(question) === ours(question)) continue;
    throw new Error(`${name} answers ${JSON.stringify(question)} differently`);
  }
}
const yes = questions.filter(ours).length;
console.log(`All answers equal (${yes} of ${questions.length} are yes; load ${loadavg()[0]?.toFixed(1)}).`);

let sink = 0;
/** Asks all questions, or the next few of them where one takes milliseconds; the same loop for every contender. */
const asking = (name: string, ask: (question: Question) => boolean, count: number, times = 1) => ({
  name,
  units: count * times,
  run: (round: number) => {
    const first = (Math.max(0, round) * count) % questions.length;
    const asked = count < questions.length ? questions.slice(first, first + count) : questions;
    for (let turn = 0; turn < times; turn += 1) for (const question of asked) if (ask(question)) sink += 1;
  },
});
const rows = await alternate(
  [
    asking('quayside', ours, 4_096, 50),
    asking('@casl/ability (cached)', casl, 4_096, 5),
    asking('better-auth access (own scopes)', betterAuth, 4_096, 5),
    asking('casbin (sync)', casbin, 2),
    asking('cedar-wasm (preparsed)', cedarWasm, 5),
  ],
  { rounds: 30 },
);
printTable('Decisions: 1,000 members, 100 roles, 50 teams, extras, ends, tags; 10,000 services', rows);

/** Each decision by itself; what asking the clock takes is measured beside it, not taken off. */
const samples = (ask: (question: Question) => boolean): number[] => {
  const taken = new Float64Array(50 * questions.length);
  for (let at = 0; at < taken.length; at += 1) {
    const question = questions[at % questions.length] as Question;
    const started = performance.now();
    if (ask(question)) sink += 1;
    taken[at] = (performance.now() - started) * 1e6;
  }
  return [...taken];
};
samples(ours);
const single = summarize('quayside, one by one', samples(ours));
const clock = summarize(
  'the clock alone',
  samples(() => false),
);
console.log(
  `  one by one: median ${time(single.medianNs)}, p99 ${time(single.p99Ns)} (clock ${time(clock.p99Ns)})`,
);

/** Questions that nobody asked before: nothing is remembered of them, as after a change. */
const fresh = summarize(
  'fresh',
  Array.from({ length: 20 }, () => {
    touch();
    const started = performance.now();
    for (const question of questions) if (ours(question)) sink += 1;
    return ((performance.now() - started) * 1e6) / questions.length;
  }),
);
console.log(`  right after a change that reaches everybody: median ${time(fresh.medianNs)} a decision`);

const [own, ...others] = rows;
const perSecond = 1e9 / (own?.medianNs ?? Number.NaN);
bound(
  `at least ${least.toLocaleString('en')} decisions a second`,
  perSecond >= least,
  `${Math.round(perSecond).toLocaleString('en')}/s`,
);
bound('p99 of single decisions below 1 µs', single.p99Ns < mostP99Ns, time(single.p99Ns));
for (const peer of others) {
  const ratio = peer.medianNs / (own?.medianNs ?? Number.NaN);
  bound(`ahead of ${peer.name}`, ratio > 1, `${ratio.toFixed(1)}× as fast`);
}
if (sink < 0) throw new Error('unreachable');
