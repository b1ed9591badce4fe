export const ownMajor: number;

export function ensureNode(major: number): Promise<string>;
