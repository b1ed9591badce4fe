import { type ChildProcess, fork } from 'node:child_process';
import { type AnalysisMethods, analysisMethods } from '../protocol/analysis';
import { type Client, connect, type Progress, RemoteError, type RequestOptions } from '../protocol/rpc';
import { childEnvironment } from './childEnvironment';
import type { StartOptions } from './startOptions';

export interface AnalysisOptions extends StartOptions {
  /** `dist/analysis.js`, beside it its worker. */
  readonly script: string;
  /** A line the process printed. */
  readonly onLog?: (line: string) => void;
  /** The process ended though nobody asked it to; told each time, with whether it will be started again. */
  readonly onCrash?: (reason: string, givenUp: boolean) => void;
  /** Ends within `crashWindowMs` after which it is not started again until they are past. */
  readonly maxCrashes?: number;
  readonly crashWindowMs?: number;
}

/** The analysis process, started at the first request and again at the next one after it died. */
export interface Analysis extends Pick<Client<AnalysisMethods>, 'request'> {
  /** Of the process that runs now. */
  readonly pid: number | null;
  /** Ends the process; open and later requests fail as 'Disconnected'. */
  dispose(): void;
}

interface Connection {
  readonly child: ChildProcess;
  readonly client: Client<AnalysisMethods>;
  ended: boolean;
}

type AnalysisMethod = keyof AnalysisMethods & string;

export function startAnalysis(options: AnalysisOptions): Analysis {
  const { script, cacheFolder, cacheBytes, maxCrashes = 5, crashWindowMs = 60_000 } = options;
  const startOptions: StartOptions = { cacheFolder, cacheBytes };
  let connection: Connection | null = null;
  let disposed = false;
  /** When it crashed, in the last `crashWindowMs`. */
  let crashes: number[] = [];
  let lastReason = '';

  function tooManyCrashes(): boolean {
    crashes = crashes.filter((time) => performance.now() - time < crashWindowMs);
    return crashes.length >= maxCrashes;
  }

  function connected(): Connection {
    if (disposed) throw new RemoteError('Disconnected', 'the analysis has ended');
    if (connection !== null) return connection;
    if (tooManyCrashes()) {
      throw new RemoteError(
        'Disconnected',
        `the analysis process ended ${String(crashes.length)} times in a short while and is left alone for now: ${lastReason}`,
      );
    }
    connection = open();
    return connection;
  }

  function open(): Connection {
    const child = fork(script, [JSON.stringify(startOptions)], {
      env: childEnvironment(process.env),
      execArgv: [],
      // Carries typed arrays.
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const client = connect<AnalysisMethods>(
      {
        // A failed post is followed by 'exit', which fails the request.
        post: (message) => child.send(message as object, () => undefined),
        onMessage: (listener) => child.on('message', listener),
      },
      analysisMethods,
    );
    const opened: Connection = { child, client, ended: false };
    for (const stream of [child.stdout, child.stderr]) forwardLines(stream, options.onLog);
    const end = (reason: string): void => {
      if (opened.ended) return;
      opened.ended = true;
      if (connection === opened) connection = null;
      child.kill();
      if (!disposed) {
        lastReason = reason;
        crashes.push(performance.now());
        options.onCrash?.(reason, tooManyCrashes());
      }
      client.close(disposed ? 'the analysis has ended' : `the analysis process broke off: ${reason}`);
    };
    child.on('error', (error) => {
      end(error.message);
    });
    child.on('exit', (code, signal) => {
      end(signal === null ? `exit code ${String(code)}` : `signal ${signal}`);
    });
    // Without its channel it is of no use; its end then fails what is open.
    child.on('disconnect', () => {
      child.kill('SIGKILL');
    });
    return opened;
  }

  return {
    get pid() {
      return connection?.child.pid ?? null;
    },

    async request(method, params, requestOptions = {}) {
      const once = tellOnce(method, requestOptions);
      const first = connected();
      try {
        return await first.client.request(method, params, once);
      } catch (error) {
        // The process died under it: once more, unless the caller no longer waits for it.
        if (!first.ended || disposed || requestOptions.signal?.aborted === true) throw error;
        if (!(error instanceof RemoteError && error.kind === 'Disconnected')) throw error;
        return connected().client.request(method, params, once);
      }
    },

    dispose() {
      disposed = true;
      const open = connection;
      connection = null;
      if (open === null) return;
      open.client.close('the analysis has ended');
      open.child.kill();
    },
  };
}

/** A second attempt computes the same layers again. What other requests tell on the way may come twice. */
function tellOnce<M extends AnalysisMethod>(
  method: M,
  options: RequestOptions<Progress<AnalysisMethods, M>>,
): RequestOptions<Progress<AnalysisMethods, M>> {
  const { onProgress } = options;
  if (method !== 'compare' || onProgress === undefined) return options;
  const told = new Set<string>();
  return {
    ...options,
    onProgress: (value) => {
      const key = JSON.stringify(value);
      if (told.has(key)) return;
      told.add(key);
      onProgress(value);
    },
  };
}

function forwardLines(
  stream: NodeJS.ReadableStream | null,
  onLine: ((line: string) => void) | undefined,
): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine?.(line);
  });
}
