import type { VscodeHost } from './vscodeHost.mjs';

export interface VscodeServer {
  readonly url: string;
  readonly port: number;
  /** The process group in which the server and its extension hosts run. */
  readonly pid: number;
  readonly logFile: string;
  /** Settings that an open window takes over as soon as they change; they win over the others. */
  readonly liveSettingsFile: string;
  readonly exited: Promise<unknown>;
  stop(): Promise<void>;
}

export function startServer(options: {
  readonly host: VscodeHost;
  readonly dataDir: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly underDevelopment?: boolean;
}): Promise<VscodeServer>;

export function installExtension(
  host: VscodeHost,
  options: { readonly dataDir: string; readonly vsix: string },
): Promise<void>;
