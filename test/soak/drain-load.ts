import { Agent, get } from 'node:http';

/**
 * Visitors in a process of their own: `ADDRESS HOST PER_SECOND` asks a proxy so often until its standard input ends, then
 * answers in JSON how many were sent, what was lost, and how long each took in milliseconds (median, p99, longest).
 */
const [address = '', host = '', perSecond = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const lost: string[] = [];
const took: number[] = [];
const versions: Record<string, number> = {};
let sent = 0;
let open = 0;
let isOver = false;
const began = performance.now();

function ask(): void {
  const started = performance.now();
  let isEnded = false;
  const end = (problem?: string): void => {
    if (isEnded) return;
    isEnded = true;
    open -= 1;
    if (problem !== undefined) lost.push(`${problem} after ${Math.round(performance.now() - began)} ms`);
    else took.push(performance.now() - started);
    tellIfOver();
  };
  sent += 1;
  open += 1;
  get({ host: address, port: 80, agent, headers: { Host: host } }, (response) => {
    let body = '';
    response.on('data', (chunk) => {
      body += String(chunk);
    });
    response.on('end', () => {
      versions[body] = (versions[body] ?? 0) + 1;
      end(response.statusCode === 200 ? undefined : `${response.statusCode} ${body}`);
    });
    response.on('error', (error) => end(String(error)));
  }).on('error', (error) => end(String(error)));
}

/** As many as are due by now: a timer alone falls behind. */
const timer = setInterval(() => {
  const due = Math.floor(((performance.now() - began) / 1_000) * Number(perSecond));
  for (let late = due - sent; late > 0; late -= 1) ask();
}, 2);

process.stdin.on('end', () => {
  clearInterval(timer);
  isOver = true;
  tellIfOver();
});
process.stdin.resume();

function tellIfOver(): void {
  if (!isOver || open > 0) return;
  agent.destroy();
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const ms = { median: at(0.5), p99: at(0.99), longest: at(1) };
  console.log(JSON.stringify({ sent, lost, versions, seconds: (performance.now() - began) / 1_000, ms }));
}
