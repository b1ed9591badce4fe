/** Variables of the editor that would change how a Node of its own behaves. */
const foreign = /^(NODE_OPTIONS$|NODE_CHANNEL|VSCODE_|ELECTRON_|APPLICATION_INSIGHTS_|CHROME_DESKTOP$)/i;

/** The environment for a process that outlives the editor. */
export function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
