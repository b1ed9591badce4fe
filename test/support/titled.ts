/** The title of tests; where they are skipped, with the reason. */
export function titled(title: string, whyNot: string | null): string {
  return whyNot === null ? title : `${title} (skipped: ${whyNot})`;
}
