// AssemblyScript: how threads meet and wait. A thread looks for a while at what it waits for before it sleeps: waking one
// takes some fifty microseconds, a look a nanosecond.
import { Run } from './records';

const LOOKS: i32 = 20_000;

/**
 * Sleeps while the counter is this number, at most a second; and wakes all who sleep on it. JavaScript does it: in the
 * first-tier compiler of Node 20 the instruction for it loses the local variables of a loop.
 */
@external("env", "sleep")
declare function sleep(counter: usize, number: i32): void;
@external("env", "wake")
declare function wake(counter: usize): void;

/** Waits until all threads have come here. False where one has failed, or stays away longer than `patience` allows. */
export function meet(run: Run, thread: i32): bool {
  if (run.threads === 1) return true;
  const meeting = atomic.load<i32>(meetings(run));
  if (atomic.add<i32>(arrived(run), 1) === run.threads - 1) {
    atomic.store<i32>(arrived(run), 0);
    announce(run, meetings(run));
  } else {
    // Thread 0 answers for the run; the others wait for it as long as it lives.
    let left = thread === 0 ? run.patience : i32.MAX_VALUE;
    while (!changes(run, meetings(run), meeting)) if (--left <= 0) fail(run);
  }
  return atomic.load<i32>(failed(run)) === 0;
}

/** Waits for the next call, and returns its number. */
export function nextCall(run: Run, last: i32): i32 {
  while (!changes(run, calls(run), last));
  return atomic.load<i32>(calls(run));
}

export function call(run: Run): void {
  announce(run, calls(run));
}

/** Has every thread leave the call. */
export function fail(run: Run): void {
  atomic.store<i32>(failed(run), 1);
  announce(run, meetings(run));
}

function announce(run: Run, counter: usize): void {
  atomic.add<i32>(counter, 1);
  if (atomic.load<i32>(sleepers(run)) > 0) wake(counter);
}

/** Whether the counter is another number than this within a second. */
function changes(run: Run, counter: usize, number: i32): bool {
  for (let look = 0; look < LOOKS; look++) if (atomic.load<i32>(counter) !== number) return true;
  // Whoever changes the counter after this sees the sleeper; if it was changed before, there is no sleep.
  atomic.add<i32>(sleepers(run), 1);
  sleep(counter, number);
  atomic.sub<i32>(sleepers(run), 1);
  return atomic.load<i32>(counter) !== number;
}

@inline
function calls(run: Run): usize {
  return changetype<usize>(run) + offsetof<Run>('calls');
}

@inline
function arrived(run: Run): usize {
  return changetype<usize>(run) + offsetof<Run>('arrived');
}

@inline
function meetings(run: Run): usize {
  return changetype<usize>(run) + offsetof<Run>('meetings');
}

@inline
function sleepers(run: Run): usize {
  return changetype<usize>(run) + offsetof<Run>('sleepers');
}

@inline
function failed(run: Run): usize {
  return changetype<usize>(run) + offsetof<Run>('failed');
}
