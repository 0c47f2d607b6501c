import { connect } from 'node:net';

/**
 * A client of a tunnel in a process of its own, as every client of one is: `download PORT` reads a file to its end and says
 * how long that took, `echo PORT COUNT` sends a few bytes and waits for them, one after another, and says how long each took.
 * It answers nanoseconds as a JSON array.
 */
const [mode, port, count = '1'] = process.argv.slice(2);
const socket = connect({ host: '127.0.0.1', port: Number(port), noDelay: true });
const samples: number[] = [];
let started = process.hrtime.bigint();
const lap = (): void => {
  samples.push(Number(process.hrtime.bigint() - started));
};

if (mode === 'download') {
  socket.on('connect', () => socket.write('GET /file HTTP/1.0\r\n\r\n'));
  let bytes = 0;
  socket.on('data', (chunk) => {
    bytes += chunk.length;
  });
  socket.on('end', () => {
    lap();
    if (bytes < 1_000_000) throw new Error(`only ${bytes} bytes came`);
    socket.end();
  });
} else {
  const word = Buffer.alloc(64, 'x');
  let left = Number(count);
  let waits = 0;
  const ask = (): void => {
    waits = word.length;
    started = process.hrtime.bigint();
    socket.write(word);
  };
  socket.on('connect', ask);
  socket.on('data', (chunk) => {
    waits -= chunk.length;
    if (waits > 0) return;
    lap();
    left -= 1;
    if (left > 0) ask();
    else socket.end();
  });
  socket.on('end', () => socket.end());
}
socket.on('close', () => console.log(JSON.stringify(samples)));
