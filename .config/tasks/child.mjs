// Starting programs: waiting for one, or becoming one.
import { spawn } from 'node:child_process';
import { projectEnv, root } from './project.mjs';

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'];

const codeOf = (code, signal) =>
  signal ? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0) : code;

/**
 * Calls back once when the process that started this one is gone. npm signals only the shell that it runs a script
 * in; where that shell dies of it, this is how the programs below hear of the end.
 */
export const whenOrphaned = (callback) => {
  const parent = process.ppid;
  if (process.platform === 'win32') return () => undefined;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, 200);
  timer.unref();
  return () => clearInterval(timer);
};

/** Ends a child that takes too long: first asked, ten seconds later forced. */
const endAfter = (child, timeoutMs, onTimeout) => {
  if (!timeoutMs) return undefined;
  return setTimeout(() => {
    onTimeout();
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
  }, timeoutMs);
};

const start = (command, args, { env, stdout, stdin, onLine }) => {
  const out = onLine ? 'pipe' : stdout === 'stderr' ? 2 : stdout;
  const stdio = [stdin, out, onLine ? 'pipe' : 'inherit'];
  const child = spawn(command, args, { cwd: root, env: projectEnv(env), stdio });
  for (const stream of onLine ? [child.stdout, child.stderr] : [])
    stream.setEncoding('utf8').on('data', onLine);
  return child;
};

/**
 * Runs a program to its end and resolves to its exit code (128 + signal when killed, 124 when `timeoutMs` ran out).
 * A signal to this process is passed on, and then ends this process too, with the program's exit code. `stdout`
 * 'stderr' sends the program's output to our stderr.
 */
export const run = (
  command,
  args,
  { env = {}, stdout = 'inherit', stdin = 'inherit', timeoutMs, onLine } = {},
) =>
  new Promise((resolve, reject) => {
    const child = start(command, args, { env, stdout, stdin, onLine });
    const state = { isLate: false, isTold: false };
    const tell = (signal) => {
      state.isTold = true;
      child.kill(signal);
    };
    for (const signal of signals) process.on(signal, tell);
    const stopWatching = whenOrphaned(() => tell('SIGTERM'));
    const timer = endAfter(child, timeoutMs, () => {
      state.isLate = true;
    });
    const finish = () => {
      stopWatching();
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, tell);
    };
    child.on('error', (error) => {
      finish();
      reject(error);
    });
    child.on('close', (code, signal) => {
      finish();
      if (state.isTold) process.exit(codeOf(code, signal));
      resolve(state.isLate ? 124 : codeOf(code, signal));
    });
  });

/** Turns this process into the program where Node can (no process in between), else runs it and exits with its code. */
export const become = async (command, args, options = {}) => {
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    process.execve(command, [command, ...args], projectEnv(options.env));
  }
  process.exit(await run(command, args, options));
};
