import config from '../playwright.config';

export default { ...config, testDir: '.', testMatch: ['screens.spec.ts'], outputDir: '../../test-results' };
