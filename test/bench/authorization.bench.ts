import { loadavg } from 'node:os';
import { betterAuth, casbin, casl, cedarWasm } from './access-peers.ts';
import { index, type Question, questions } from './access-questions.ts';
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
const asking = (name: string, ask: (question: Question) => boolean, count: number, times = 1) => ({
  name,
  units: count * times,
  run: (round: number) => {
    for (let turn = 0; turn < times; turn += 1) {
      for (let at = 0; at < count; at += 1) {
        const question = questions[(at + Math.max(0, round)) % questions.length] as Question;
        if (ask(question)) sink += 1;
      }
    }
  },
});
const rows = await alternate(
  [
    asking('quayside', ours, 4_096, 10),
    asking('@casl/ability (cached)', casl, 4_096),
    asking('better-auth access (own scopes)', betterAuth, 4_096),
    asking('casbin (sync)', casbin, 2),
    asking('cedar-wasm (preparsed)', cedarWasm, 5),
  ],
  { rounds: 30 },
);
printTable('Decisions: 1,000 members, 100 roles, 50 teams, extras, ends, tags; 10,000 services', rows);

/** Each decision by itself; what asking the clock takes is measured beside it, not taken off. */
const singly = (ask: () => boolean): number => {
  const started = process.hrtime.bigint();
  if (ask()) sink += 1;
  return Number(process.hrtime.bigint() - started);
};
const singles: number[] = [];
const clocks: number[] = [];
for (let round = 0; round < 50; round += 1) {
  for (const question of questions) singles.push(singly(() => ours(question)));
  for (const _ of questions) clocks.push(singly(() => false));
}
const single = summarize('quayside, one by one', singles);
const clock = summarize('the clock alone', clocks);
console.log(
  `  one by one: median ${time(single.medianNs)}, p99 ${time(single.p99Ns)} (clock ${time(clock.p99Ns)})`,
);

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
