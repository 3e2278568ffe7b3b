import tseslint from 'typescript-eslint';

// The machine is touched in src/node only; everywhere else it comes through World.
const machineGlobals = ['process', 'console', 'fetch', 'setTimeout', 'setInterval', 'performance'].map(
  (name) => ({
    name,
    message: 'Only src/node touches the machine: take it from World.',
  }),
);

const readsTheClock = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Take the time from World.clock.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the time from World.clock.',
  },
];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', '*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/only-throw-error': 'off',
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/node/**', 'src/cli.ts'],
    rules: {
      'no-restricted-globals': ['error', ...machineGlobals],
      'no-restricted-syntax': ['error', ...readsTheClock],
    },
  },
);
