/** Of what `nnstd --json` and `topology --json` print; docs/nnstd-json.md says when it changes. */
export const JSON_VERSION = 2;
