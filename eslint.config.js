import boundaries from 'eslint-plugin-boundaries'
import tseslint from 'typescript-eslint'

/** Rooms of the layout, inner ones first; what is not listed may be imported by nobody. */
const elements = [
  ['errors', 'shared/platform/errors'],
  ['clock', 'shared/platform/clock'],
  ['ids', 'shared/platform/ids'],
  ['async', 'shared/platform/async'],
  ['collections', 'shared/platform/collections'],
  ['config', 'shared/platform/config'],
  ['telemetry', 'shared/platform/telemetry'],
  ['azure', 'shared/platform/azure'],
  ['http', 'shared/platform/http'],
  ['expression', 'shared/expression'],
  ['identity', 'shared/identity'],
  ['profiles', 'shared/profiles'],
  ['collect', 'shared/collect'],
  ['corrections', 'shared/corrections'],
  ['model', 'shared/model'],
  ['measures', 'shared/measures'],
  ['unify', 'shared/unify'],
  ['lookup', 'shared/lookup'],
  ['retention', 'shared/retention'],
  ['jobs', 'shared/jobs'],
  ['rebuild', 'shared/rebuild'],
  ['verify', 'shared/verify'],
  ['workspace', 'shared/workspace'],
  ['console', 'shared/console'],
  ['web', 'web'],
  ['functions', 'functions'],
  ['local', 'local'],
  ['documentation', 'commands/docs'],
  ['scenarios', 'commands/scenarios'],
  ['commands', 'commands'],
  ['bench', 'bench'],
  ['samples', 'samples'],
  ['infra', 'infra'],
  ['test', 'test'],
].map(([type, pattern]) => ({ type, pattern, partialMatch: false }))

const ground = ['errors', 'clock', 'ids', 'async', 'collections']
const features = [
  'identity',
  'profiles',
  'collect',
  'corrections',
  'model',
  'measures',
  'unify',
  'lookup',
  'retention',
  'jobs',
  'rebuild',
  'verify',
  'workspace',
]

/** Who may import whom; the arrows of the layout. */
const arrows = [
  [ground, ground],
  // The language knows nothing of what it is asked about.
  [['expression'], ['expression', 'errors']],
  // What expressions are asked about, read from what is stored.
  [['model'], ['model', 'expression', 'profiles', ...ground]],
  [['measures'], ['measures', 'model', 'expression', 'profiles', ...ground]],
  [['config'], ['config', 'errors']],
  [['telemetry'], ['telemetry', ...ground]],
  [['identity'], ['identity', ...ground]],
  [['profiles'], ['profiles', 'identity', 'collect', ...ground]],
  [['collect'], ['collect', 'identity', 'workspace', 'telemetry', ...ground]],
  [['unify'], ['unify', 'collect', 'identity', 'profiles', 'workspace', 'telemetry', ...ground]],
  [['jobs'], [...features.filter((name) => name !== 'lookup'), 'telemetry', ...ground]],
  [['corrections'], ['corrections', 'collect', 'identity', 'workspace', 'telemetry', ...ground]],
  [['retention'], ['retention', 'identity', 'profiles', 'unify', 'workspace', ...ground]],
  [
    ['rebuild'],
    ['rebuild', 'verify', 'jobs', 'collect', 'unify', 'profiles', 'workspace', ...ground],
  ],
  [
    ['verify'],
    ['verify', 'jobs', 'collect', 'identity', 'unify', 'profiles', 'workspace', ...ground],
  ],
  [
    ['lookup', 'workspace'],
    [...features, ...ground, 'telemetry', 'expression'],
  ],
  [['azure'], ['azure', 'config', 'telemetry', ...features, ...ground, 'infra']],
  [['http'], ['http', 'azure', 'config', 'telemetry', ...features, ...ground]],
  [['console'], ['console']],
  // The browser's script shares the shapes of answers, as types.
  [['web'], ['web', 'lookup']],
  [['functions'], ['http', 'azure', 'console', ...features]],
  [['local'], ['local', 'config', 'infra', ...ground]],
  [['samples'], ['samples']],
  // The reference is made from the routes themselves.
  [['documentation'], ['documentation', 'http', 'functions', ...ground]],
  [['scenarios'], ['scenarios', 'commands', 'identity', 'unify', ...ground]],
  [
    ['commands'],
    [
      'commands',
      'documentation',
      'scenarios',
      'expression',
      'local',
      'config',
      'bench',
      'samples',
      ...ground,
    ],
  ],
  [
    ['bench'],
    [
      'bench',
      'commands',
      'expression',
      'local',
      'azure',
      'config',
      'telemetry',
      ...features,
      ...ground,
      'infra',
      // What is counted in memory is counted on the doubles of storage.
      'test',
    ],
  ],
  [
    ['test'],
    [
      'test',
      'functions',
      'local',
      'commands',
      'documentation',
      'scenarios',
      'bench',
      'samples',
      'azure',
      'http',
      'config',
      'telemetry',
      'infra',
      'console',
      'expression',
      'web',
      ...features,
      ...ground,
    ],
  ],
]

const restrict = (group, message) => ({ group, message })
const azureOnly = restrict(
  ['@azure/data-tables', '@azure/storage-blob', '@azure/service-bus'],
  'The Azure SDKs are used in shared/platform/azure only.',
)

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.passerby/**', '**/*.mjs', '**/*.js', '**/*.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/require-await': 'off',
      // Interfaces are written with methods, implemented by plain objects without `this`.
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Settings are read in shared/platform/config.',
        },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': elements,
      'import/resolver': { node: { extensions: ['.ts', '.json'] } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: arrows.map(([from, allow]) => ({
            from: { element: { type: from } },
            allow: { to: { element: { type: allow } } },
          })),
        },
      ],
    },
  },
  {
    files: ['shared/**/*.ts', 'functions/**/*.ts'],
    ignores: ['shared/platform/azure/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [azureOnly] }] },
  },
  {
    files: ['shared/platform/config/environment.ts', 'local/host/**/*.ts', 'test/**/*.ts', '*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    // Matchers such as `expect.any(String)` are of type any.
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
)
