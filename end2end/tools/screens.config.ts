import config from '../playwright.config';

// Pictures are made of what a person sees: nothing is searched afterwards.
export default { ...config, globalTeardown: undefined, testDir: '.', testMatch: ['screens.spec.ts'], outputDir: '../../test-results' };
