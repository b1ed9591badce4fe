import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * Which rooms of src/ each room may import from, besides itself. Imports point downward only;
 * this table is the architecture, CONTRIBUTING.md draws it.
 */
const rooms = {
  measure: [],
  overlay: [],
  topology: [],
  kernels: [],
  arrangement: ['measure'],
  protocol: ['measure'],
  nnstd: ['measure', 'topology', 'kernels'],
  metrics: ['topology'],
  checkpoints: ['topology'],
  training: ['topology', 'kernels', 'metrics', 'checkpoints'],
  analysis: [
    'measure',
    'overlay',
    'topology',
    'kernels',
    'nnstd',
    'metrics',
    'checkpoints',
    'arrangement',
    'protocol',
  ],
  cli: [
    'measure',
    'topology',
    'kernels',
    'nnstd',
    'metrics',
    'checkpoints',
    'training',
    'analysis',
    'protocol',
  ],
  vscode: ['measure', 'topology', 'nnstd', 'metrics', 'checkpoints', 'training', 'analysis', 'protocol'],
};

const vscodeRule = {
  name: 'vscode',
  message: 'Only src/extension.ts and src/vscode/ may import vscode: the rest runs without an editor.',
};
const tensorflowRule = {
  group: ['@tensorflow/*'],
  message: 'Only src/training/engines/ may import TensorFlow: it is loaded in the training process alone.',
};

function importRules({ vscode = false, tensorflow = false, forbidden = [] }) {
  return {
    'no-restricted-imports': [
      'error',
      {
        paths: vscode ? [] : [vscodeRule],
        patterns: [...(tensorflow ? [] : [tensorflowRule]), ...forbidden],
      },
    ],
  };
}

function roomConfig([room, below]) {
  const others = Object.keys(rooms).filter((other) => other !== room && !below.includes(other));
  return {
    files: [`src/${room}/**/*.ts`],
    rules: importRules({
      vscode: room === 'vscode',
      forbidden: [
        {
          regex: `^(\\.\\./)+(${[...others, 'extension'].join('|')})(/|$)`,
          message: `src/${room}/ may import only from: ${[room, ...below].join(', ')}.`,
        },
        {
          regex: '/(webview|test|bench|scripts)/',
          message: 'Product code does not import webviews, tests, benches or scripts.',
        },
      ],
    }),
  };
}

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      // AssemblyScript, which only looks like TypeScript.
      'src/kernels/assembly/',
      'out/',
      '.vscode-test/',
      '.cache/',
      '.venv/',
      '.tensorflow/',
      'sample-workspace/',
      'coverage/',
      'test-results/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'ExportAllDeclaration', message: 'No barrel files.' },
        {
          selector: "ImportDeclaration[source.value='zod'][importKind='value'] ImportSpecifier",
          message: "import * as z from 'zod': bundlers drop what is not used of it, 350 kB in each panel.",
        },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['vitest.config.mts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: ['src/**/*.ts', 'webview/**/*.ts', 'bench/**/*.ts'], rules: importRules({}) },
  {
    files: ['webview/**/*.ts'],
    languageOptions: { globals: globals.browser },
    rules: importRules({
      forbidden: [
        {
          regex: '/src/(?!(protocol|measure|overlay)/)',
          message:
            'Webviews import only src/protocol/, src/measure/ and src/overlay/: everything else runs in Node.',
        },
      ],
    }),
  },
  { files: ['src/extension.ts'], rules: importRules({ vscode: true }) },
  ...Object.entries(rooms).map(roomConfig),
  {
    files: ['src/training/engines/**/*.ts'],
    rules: importRules({ tensorflow: true }),
  },
);
