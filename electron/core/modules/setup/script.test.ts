import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setupScript, setupSteps } from './script.ts';

describe('the script', () => {
  test('has a look and an act for each step, in the order that people read', () => {
    for (const [id] of setupSteps) {
      expect(setupScript).toContain(`look_${id}() {`);
      expect(setupScript).toContain(`do_${id}() {`);
    }
    const order = [...setupScript.matchAll(/^step (\w+)$/gm)].map(([, id]) => id);
    expect(order).toEqual(setupSteps.map(([id]) => id));
  });
});

/** A real Swarm is in this state for some milliseconds only, and not each time. */
describe.skipIf(process.platform === 'win32')('the network of the proxy', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quayside-script-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What the plan says of the network where Docker answers so to each look in turn. */
  const planWith = (...drivers: string[]): string | undefined => {
    const answers = drivers.map((driver, turn) => `${turn + 1}) echo '${driver}' ;;`).join(' ');
    const turn = `turn=$(($(cat '${folder}/turn' 2>/dev/null || echo 0) + 1)); echo $turn >'${folder}/turn'`;
    const docker = `#!/bin/sh\ncase "$*" in 'network inspect'*) ${turn}; case $turn in ${answers} *) exit 1 ;; esac ;; esac\n`;
    writeFileSync(join(folder, 'docker'), docker, { mode: 0o755 });
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    const told = execFileSync('sh', ['-c', setupScript, 'setup.sh', 'plan'], { env, encoding: 'utf8' });
    return told.split('\n').find((line) => / network /.test(line));
  };

  test('is waited for while Swarm has not said its driver yet', () => {
    expect(planWith('', 'overlay')).toBe('::quayside unchanged network quayside-proxy');
  });

  test('is refused where it is of another type', () => {
    expect(planWith('bridge')).toBe(
      '::quayside needed network quayside-proxy is a network of type bridge, not overlay',
    );
  });

  test('is to be made where there is none', () => {
    expect(planWith()).toBe('::quayside needed network Not there');
  });
});
