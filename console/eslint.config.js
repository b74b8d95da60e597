import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const UNSAFE = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'srcdoc'];

export default tseslint.config(
  { ignores: ['node_modules', 'public'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // texts from pictures and names are anybody's: they are only ever put in as text
      'no-restricted-properties': ['error', ...UNSAFE.map((property) => ({ property })), { object: 'document', property: 'write' }],
      'no-restricted-syntax': [
        'error',
        ...UNSAFE.map((name) => ({ selector: `AssignmentExpression > MemberExpression[property.name="${name}"]`, message: 'put texts in as text' })),
      ],
      'no-eval': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      // what an answer is like is said by who asks
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
    },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
);
