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

/**
 * Runs a program to its end and resolves to its exit code (128 + signal when killed, 124 when `timeoutMs` ran out).
 * Signals that this process receives are passed on. `stdout` 'stderr' sends the program's output to our stderr.
 */
export const run = (
  command,
  args,
  { env = {}, stdout = 'inherit', stdin = 'inherit', timeoutMs, onLine } = {},
) =>
  new Promise((resolve, reject) => {
    const out = onLine ? 'pipe' : stdout === 'stderr' ? 2 : stdout;
    const child = spawn(command, args, {
      cwd: root,
      env: projectEnv(env),
      stdio: [stdin, out, onLine ? 'pipe' : 'inherit'],
    });
    const forward = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, forward);
    const state = { timedOut: false };
    const timer =
      timeoutMs &&
      setTimeout(() => {
        state.timedOut = true;
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
      }, timeoutMs);
    if (onLine)
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onLine);
    const stopWatching = whenOrphaned(() => child.kill('SIGTERM'));
    const finish = () => {
      stopWatching();
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, forward);
    };
    child.on('error', (error) => {
      finish();
      reject(error);
    });
    child.on('close', (code, signal) => {
      finish();
      resolve(state.timedOut ? 124 : codeOf(code, signal));
    });
  });

/** Turns this process into the program where Node can (no process in between), else runs it and exits with its code. */
export const become = async (command, args, options = {}) => {
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    process.execve(command, [command, ...args], projectEnv(options.env));
  }
  process.exit(await run(command, args, options));
};
