import { defineConfig } from 'vitest/config';

/** Tests that start processes, browsers or hanging servers, or that measure time: one file after the other. */
const ALONE = [
  'test/e2e/**/*.test.ts',
  'test/jobs/**/*.test.ts',
  'test/simulator/**/*.test.ts',
  'test/schedule/robustness.test.ts',
  'test/templates/hostile-message.test.ts',
  'test/whatsapp/evolution-client.test.ts',
];

export default defineConfig({
  test: {
    setupFiles: ['test/helpers/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: ALONE,
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, fileParallelism: false, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
