// The sandbox's generated leads. Each has one number of its own, and is called once: attempts per number are limited.

const FIRST_ITEM = 3_212_000_001;

/** The environment of a sandbox that has so many. */
export const withMoreLeads = (count) => ({ SANDBOX_MORE_LEADS: String(count) });

/** The phone of the nth of them, from 0, as the server function `dial` takes it. Last digits take turns. */
export const phoneOf = (n) => ({ item_id: String(FIRST_ITEM + n), slot: 'phone.0' });
export const lastDigitOf = (n) => String(n % 10);

/** Their phones in turn; with `digit` only those that end in it. */
export function* morePhones(digit) {
  for (let n = Number(digit ?? 0); ; n += digit === undefined ? 1 : 10) yield phoneOf(n);
}
