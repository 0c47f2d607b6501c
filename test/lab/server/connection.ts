import { run } from '../host/run.ts';
import { enterCommand } from './enter.ts';

const chain = 'QUAYSIDE-LAB-CUT';

/** `silent` drops every packet, as a pulled cable does; `refused` answers with resets, as a dead sshd does. */
export type CutMode = 'silent' | 'refused';

const iptables = async (name: string, ...argv: string[]) =>
  run([...(await enterCommand(name)), 'iptables', '--wait', ...argv]);

/** Cuts a server's own network interface; connections that stand stay half-open (`silent`) or are reset (`refused`). */
export async function cutConnection(name: string, mode: CutMode): Promise<void> {
  await healConnection(name);
  const reject = ['-p', 'tcp', '-j', 'REJECT', '--reject-with', 'tcp-reset'];
  const rules = [
    ['-N', chain],
    ['-A', chain, ...(mode === 'refused' ? reject : ['-j', 'DROP'])],
    ['-I', 'INPUT', '1', '-i', 'eth0', '-j', chain],
    ...(mode === 'silent' ? [['-I', 'OUTPUT', '1', '-o', 'eth0', '-j', chain]] : []),
  ];
  for (const rule of rules) {
    const { code, stderr } = await iptables(name, ...rule);
    if (code !== 0) throw new Error(`iptables ${rule.join(' ')}: ${stderr}`);
  }
}

/** Undoes a cut; a server that is not cut stays as it is. */
export async function healConnection(name: string): Promise<void> {
  await iptables(name, '-D', 'INPUT', '-i', 'eth0', '-j', chain);
  await iptables(name, '-D', 'OUTPUT', '-o', 'eth0', '-j', chain);
  await iptables(name, '-F', chain);
  await iptables(name, '-X', chain);
}
