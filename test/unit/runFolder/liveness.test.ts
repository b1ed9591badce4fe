import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import {
  heartbeatStaleMs,
  isAlive,
  ownIdentity,
  systemProbe,
  type ProcessProbe,
} from '../../../src/checkpoints/runFolder/liveness';
import { lookAtProcess, scopeOf, type ProcessLook } from '../../../src/checkpoints/runFolder/processStart';
import { until } from './support';

function probe(look: ProcessLook): ProcessProbe {
  return { host: 'here', scope: () => Promise.resolve('boot 1'), look: () => Promise.resolve(look) };
}
const identity = { pid: 42, processStart: 'boot 1/1000', host: 'here' };
const running = (start: string): ProcessLook => ({ status: 'running', start });

describe('a process is judged', () => {
  test('by its start on the same host, whatever its heartbeat', async () => {
    expect(await isAlive(identity, Infinity, probe(running('boot 1/1000')))).toBe(true);
    expect(await isAlive(identity, 0, probe({ status: 'gone' }))).toBe(false);
  });
  test('as dead where its id was given to another', async () => {
    expect(await isAlive(identity, 0, probe(running('boot 1/1001')))).toBe(false);
  });
  test.each([
    ['on another host', { ...identity, host: 'there' }, probe({ status: 'gone' })],
    ['in another container or boot', { ...identity, processStart: 'boot 2/1000' }, probe({ status: 'gone' })],
    ['where the system does not tell', identity, probe({ status: 'unknown' })],
    [
      'where its start is unknown',
      { ...identity, processStart: 'boot 1/unknown' },
      probe(running('boot 1/1')),
    ],
  ])('by its heartbeat %s', async (_name, other, system) => {
    expect(await isAlive(other, heartbeatStaleMs, system)).toBe(true);
    expect(await isAlive(other, heartbeatStaleMs + 1, system)).toBe(false);
  });
});

describe('on this system', () => {
  test('this process is alive, and its start tells it apart', async () => {
    const own = await ownIdentity();
    expect(own.pid).toBe(process.pid);
    expect(scopeOf(own.processStart)).toBe(await systemProbe.scope());
    expect(own.processStart).toMatch(/\/.*\d/);
    expect(await ownIdentity()).toEqual(own);
    expect(await isAlive(own, Infinity)).toBe(true);
    expect(await isAlive({ ...own, processStart: `${own.processStart}1` }, 0)).toBe(false);
  });

  test('two processes have two identities; a killed one is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const look = await lookAtProcess(child.pid!);
    expect(look.status).toBe('running');
    const start = look.status === 'running' ? look.start : '';
    const childIdentity = { pid: child.pid!, processStart: start, host: systemProbe.host };
    expect(await isAlive(childIdentity, Infinity)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await isAlive(childIdentity, 0)).toBe(false);
    expect(await lookAtProcess(child.pid!)).toEqual({ status: 'gone' });
  });

  test.skipIf(process.platform === 'win32')('a zombie is gone', async () => {
    // The shell never waits for its child, so it stays a zombie until the shell ends.
    const shell = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [line] = (await once(shell.stdout, 'data')) as [Buffer];
      const pid = Number(line.toString());
      await until('the zombie counts as gone', async () => (await lookAtProcess(pid)).status === 'gone');
      expect(() => process.kill(pid, 0)).not.toThrow();
    } finally {
      shell.kill('SIGKILL');
    }
  });
});
