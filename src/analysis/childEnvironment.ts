/** Settings of the editor or its tools that would change how a Node of ours behaves. */
const foreign = /^(NODE_OPTIONS$|NODE_CHANNEL|VSCODE_|ELECTRON_)/i;

/** The environment for a process of ours. In Electron it has to be told to be a plain Node. */
export function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
  return process.versions['electron'] === undefined ? kept : { ...kept, ELECTRON_RUN_AS_NODE: '1' };
}
