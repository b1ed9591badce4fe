import os from 'node:os';
import * as z from 'zod';
import { lookAtProcess, processScope, scopeOf, type ProcessLook } from './processStart';

export const processIdentitySchema = z.object({
  pid: z.number().int().positive(),
  /** As `lookAtProcess` tells it. */
  processStart: z.string(),
  host: z.string(),
});
/** A process, told apart from a later one that got the same id. */
export type ProcessIdentity = Readonly<z.infer<typeof processIdentitySchema>>;

/** How often a writer says that it lives. */
export const heartbeatIntervalMs = 5_000;
/**
 * How old the last word of a process may be that cannot be looked at: one on another host. Many heartbeats long, because
 * network file systems show other hosts' writes late (NFS caches attributes for up to a minute).
 */
export const heartbeatStaleMs = 120_000;

/** The system that processes are looked up on; tests put another one in. */
export interface ProcessProbe {
  readonly host: string;
  scope(): Promise<string>;
  look(pid: number): Promise<ProcessLook>;
}
export const systemProbe: ProcessProbe = {
  host: os.hostname(),
  scope: processScope,
  look: lookAtProcess,
};

/** This process. */
export async function ownIdentity(probe: ProcessProbe = systemProbe): Promise<ProcessIdentity> {
  const look = await probe.look(process.pid);
  const processStart = look.status === 'running' ? look.start : `${await probe.scope()}/unknown`;
  return { pid: process.pid, processStart, host: probe.host };
}

/**
 * Whether a process still lives: by its id and start where ids mean the same here, otherwise (another host, another
 * container, after a reboot, or where the system does not tell) by the age of its heartbeat in milliseconds.
 */
export async function isAlive(
  identity: ProcessIdentity,
  heartbeatAgeMs: number,
  probe: ProcessProbe = systemProbe,
): Promise<boolean> {
  const recent = heartbeatAgeMs <= heartbeatStaleMs;
  if (identity.host !== probe.host || scopeOf(identity.processStart) !== (await probe.scope())) return recent;
  const look = await probe.look(identity.pid);
  if (look.status === 'gone') return false;
  if (look.status === 'unknown' || identity.processStart.endsWith('/unknown')) return recent;
  return look.start === identity.processStart;
}
