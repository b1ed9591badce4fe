import { version } from '../../../package.json';

/** What every export of a panel carries, so that it can be understood and made again. */
export interface About {
  /** "Topology Evolution". */
  readonly panel: string;
  /** What is looked at or compared: "e5_s0_w0", "A e5_s0_w0 · epoch 190, B …". */
  readonly subject: string;
  /** Name and value: "Network", "784·784·10". */
  readonly configuration: readonly (readonly [name: string, value: string])[];
}

export const madeBy = `Sparse Topology ${version}`;

/** "2026-11-26 17:05", where the export is made. */
export function localTime(at: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** All of it in one line, for the foot of a picture. */
export function footText({ panel, subject, configuration }: About, at: Date): string {
  const values = configuration.map(([name, value]) => `${name}: ${value}`);
  return [`${panel}: ${subject}`, ...values, madeBy, localTime(at)].join(' · ');
}
