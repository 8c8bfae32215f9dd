// What is looked for, in every form that it could take.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MARKED } from '../fixtures/kept';

export interface Needle {
  /** What it is, in words that may be printed. */
  name: string;
  text: string;
}

/** The sandbox's accounts (server/src/config/sandbox.rs). */
const SANDBOX = [
  'sandbox-auth-token',
  'sandbox-api-secret-of-at-least-32-bytes',
  'sandbox-client-secret',
  'sandbox-password',
  'sandbox-lead-app-token',
  'sandbox-activity-app-token',
  'sandbox-task-app-token',
];

/** Every secret as it is, in a URL, in hexadecimal, and in base64 wherever it begins. */
export function secrets(): Needle[] {
  const named = [...Object.entries(MARKED), ...SANDBOX.map((secret) => [secret, secret] as const)];
  return named.flatMap(([name, secret]) => forms(secret).map((text) => ({ name, text })));
}

function forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Three letters of base64 hold two and a quarter bytes, so the first and last ones depend on the neighbours.
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '');
    return text.slice(before === 0 ? 0 : before + 1, -2);
  });
  return [...new Set([secret, encodeURIComponent(secret), bytes.toString('hex'), ...base64])];
}

/** The phone numbers of the sandbox's leads, as people and machines write them. */
export function numbers(): Needle[] {
  const seeds = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'crates', 'sandbox', 'seeds', 'leads.json');
  const national = new Set<string>();
  const visit = (key: string, value: unknown): void => {
    if (typeof value === 'string' && /phone|mobile/.test(key)) {
      const digits = value.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
      if (digits.length === 10) national.add(digits);
    } else if (Array.isArray(value)) {
      value.forEach((entry) => visit(key, entry));
    } else if (value !== null && typeof value === 'object') {
      for (const [inner, entry] of Object.entries(value)) visit(inner === 'value' ? key : inner, entry);
    }
  };
  visit('', JSON.parse(readFileSync(seeds, 'utf8')));
  return [...national].flatMap((digits) => {
    const [area, exchange, line] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
    const name = `the number that ends in ${line}`;
    // Ten digits in a row are also in +1…, and in what a URL makes of it.
    return [digits, `(${area}) ${exchange}-${line}`, ...['-', '.', ' ', '%20', '+'].map((dash) => [area, exchange, line].join(dash))].map(
      (text) => ({ name, text }),
    );
  });
}
