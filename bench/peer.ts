import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ensurePeers } from '../scripts/peers.mjs';
import { print } from './table';

/** A Python with the peers in it; null, with a line that says why, where there is none. */
export async function findPeers(root: string): Promise<string | null> {
  // Loaded where it stands, not bundled: it finds the repository by its own place.
  const script = pathToFileURL(path.join(root, 'scripts/peers.mjs')).href;
  const peers = await ((await import(script)) as { ensurePeers: typeof ensurePeers }).ensurePeers();
  if (peers.python === null) print(`ABSENT: every peer (${peers.reason}).`);
  return peers.python;
}

/** A peer's program, with its script or file: answers each line it is given with one of JSON. It starts with the first one. */
export class Peer {
  private started: {
    readonly child: ChildProcess;
    readonly lines: Interface;
    readonly ended: Promise<null>;
  } | null = null;

  constructor(
    private readonly program: string,
    private readonly script: string,
    private readonly args: readonly string[],
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  async ask<T>(line: string): Promise<T> {
    const { child, lines, ended } = (this.started ??= this.start());
    child.stdin!.write(`${line}\n`);
    const answer = await Promise.race([once(lines, 'line').then(([text]) => text as string), ended]);
    if (answer === null) throw new Error(`${[this.script, ...this.args].join(' ')} ended`);
    return JSON.parse(answer) as T;
  }

  async close(): Promise<void> {
    if (this.started === null || this.started.child.exitCode !== null) return;
    const { child, ended } = this.started;
    child.stdin!.end();
    await ended;
  }

  private start() {
    const child = spawn(this.program, [this.script, ...this.args], {
      env: { ...process.env, ...this.environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit').then(() => null);
    return { child, lines: createInterface({ input: child.stdout }), ended };
  }
}
