import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { dropRequest, removeRequest } from '../checkpoints/runFolder/control';
import { readRun, type RunFacts } from '../checkpoints/runFolder/readRun';
import type { ControlRequest, RunState } from '../checkpoints/runFolder/runRecord';
import { CliError } from './cliError';
import { exitCodes } from './exitCodes';
import { readRunArgument, resumeHint } from './runArgument';

export interface RequestOptions {
  /** False: only ask. */
  readonly wait: boolean;
  readonly timeoutMs: number;
}

const pollIntervalMs = 50;
const lookIntervalMs = 500;

/**
 * Asks a living run for something and waits until it is done. Returns a sentence about what came of it; throws
 * `CliError` where nobody obeys.
 */
export async function requestRun(
  argument: string,
  request: ControlRequest,
  options: RequestOptions,
): Promise<string> {
  const facts = await readRunArgument(argument);
  const already = alreadySo(facts, request);
  if (already !== null) return already;
  requireAlive(facts, request);

  const file = await dropRequest(facts.path, request);
  if (!options.wait) return `Asked ${facts.name} to ${phrase(request)}.`;
  const deadlineMs = performance.now() + options.timeoutMs;
  let nextLookMs = performance.now() + lookIntervalMs;
  for (;;) {
    if (!(await isThere(file))) return outcome(await readRun(facts.path), request);
    const nowMs = performance.now();
    if (nowMs >= nextLookMs) {
      nextLookMs = nowMs + lookIntervalMs;
      const now = await readRun(facts.path);
      if (!isLive(now.state) && (await isThere(file))) {
        await removeRequest(file);
        return outcome(now, request);
      }
    }
    if (nowMs >= deadlineMs) {
      throw new CliError(
        `${facts.name} did not ${phrase(request)} within ${options.timeoutMs / 1000} s. ` +
          `Its process seems alive, and the request stays in ${file}.`,
        exitCodes.notObeyed,
      );
    }
    await delay(pollIntervalMs);
  }
}

const done: Record<ControlRequest, string> = {
  pause: 'is paused',
  resume: 'is running again',
  stop: 'is stopped; its last checkpoint is written',
  checkpoint: 'has taken a checkpoint',
};

/** The request's file is gone: what the run made of it. */
function outcome(facts: RunFacts, request: ControlRequest): string {
  const wanted: Record<ControlRequest, readonly (RunState | null)[]> = {
    pause: ['paused'],
    resume: ['running'],
    stop: ['stopped'],
    checkpoint: ['running', 'paused'],
  };
  if (wanted[request].includes(facts.state)) return `${facts.name} ${done[request]}.`;
  // Someone asked for something else right after; ours was obeyed.
  if (isLive(facts.state) && request !== 'stop') return `${facts.name} ${done[request]}, or was.`;
  if (facts.state === 'finished')
    return `${facts.name} is finished; it ended before it could ${phrase(request)}.`;
  requireAlive(facts, request);
  throw new CliError(`${facts.name} did not ${phrase(request)}.`, exitCodes.notObeyed);
}

function alreadySo(facts: RunFacts, request: ControlRequest): string | null {
  if (request === 'pause' && facts.state === 'paused') return `${facts.name} is paused already.`;
  if (request === 'stop' && facts.state === 'stopped') return `${facts.name} is stopped already.`;
  if (request === 'stop' && facts.state === 'finished') return `${facts.name} is finished already.`;
  return null;
}

function requireAlive(facts: RunFacts, request: ControlRequest): void {
  if (isLive(facts.state)) return;
  const why: Record<Exclude<RunState, 'running' | 'paused'>, string> = {
    finished: 'is finished',
    stopped: 'is stopped',
    failed: `failed${facts.error === null ? '' : ` (${facts.error})`}`,
    interrupted: 'was interrupted: its process is gone',
  };
  const state = facts.state as keyof typeof why | null;
  throw new CliError(
    state === null
      ? `${facts.path} cannot ${phrase(request)}: ${facts.problems.join('; ')}.`
      : `${facts.name} ${why[state]}, so it cannot ${phrase(request)}.` +
          (state === 'finished' ? '' : ` ${resumeHint(facts.path)}`),
    exitCodes.notObeyed,
  );
}

function isLive(state: RunState | null): boolean {
  return state === 'running' || state === 'paused';
}

function phrase(request: ControlRequest): string {
  return request === 'checkpoint' ? 'take a checkpoint' : request;
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
