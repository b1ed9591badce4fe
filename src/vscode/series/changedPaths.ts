import path from 'node:path';

/** Folders of other programs that hold many files and never a run. */
const foreign = /[\\/](node_modules|\.git)([\\/]|$)/;

/** Of changed paths those that have to be looked at: none below another, which is searched through anyway. */
export function topmost(files: ReadonlySet<string>): string[] {
  const isBelowAnother = (file: string): boolean => {
    for (let at = path.dirname(file); at !== path.dirname(at); at = path.dirname(at)) {
      if (files.has(at)) return true;
    }
    return false;
  };
  return [...files].filter((file) => !foreign.test(file) && !isBelowAnother(file));
}
