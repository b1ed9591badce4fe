/** What the command line ends with; docs/command-line.md lists them. */
export const exitCodes = {
  done: 0,
  /** Training failed, or something unforeseen happened. */
  failed: 1,
  /** Wrong arguments or configuration. */
  usage: 2,
  /**
   * A run folder, checkpoint or result file cannot be used: another process holds it, it is none or unreadable, it
   * cannot be written.
   */
  folder: 3,
  /** A request was not obeyed: no process trains the run, or it did not answer in time. */
  notObeyed: 4,
  /** Of the pairs that were to be compared, some have no distance; the others are told. */
  noDistance: 5,
} as const;

/** As a shell tells of a process that a signal ended. */
export const signalExitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143, SIGBREAK: 149 } as const;
export type StopSignal = keyof typeof signalExitCodes;
