export function buildKernels(): Promise<string[]>;
