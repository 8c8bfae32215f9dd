// The phones that agents choose from: generated ones that are clicked once each, and some that may not be called.
import { lastDigitOf, phoneOf } from '../bench/more_leads.mjs';

/** How many generated leads so many calls need: answers that are lost and dials that are refused use numbers up, too. */
export const leadsFor = (calls) => 2 * calls + 100;

/** `[{ item_id, slot, digit, mayCall, forbidden, clicked }]`: the generated ones, and the named leads' that may not be called. */
export async function phonesFor(calls, replica) {
  const fresh = { mayCall: true, forbidden: false, clicked: false };
  const phones = Array.from({ length: leadsFor(calls) }, (_, n) => ({ ...phoneOf(n), digit: lastDigitOf(n), ...fresh }));
  const generated = new Set(phones.map(({ item_id }) => item_id));
  for (const { id } of (await replica.api('leads', {})).value) {
    if (generated.has(id)) continue;
    const lead = (await replica.api('open_lead', { query: { item_id: id } })).value;
    const closed = lead.phones.filter(({ may_call: mayCall }) => !mayCall);
    for (const { slot, number } of closed) phones.push({ ...fresh, item_id: id, slot, digit: number.replace(/\D/g, '').slice(-1), mayCall: false });
  }
  return phones;
}

/** A phone to click: every last digit (that is, every kind of prospect) equally often; one in fifty may not be called. */
export function choose(phones, random) {
  const dead = phones.filter(({ mayCall, forbidden }) => !mayCall || forbidden);
  if (dead.length > 0 && random.chance(0.02)) return random.pick(dead);
  const alive = phones.filter(({ mayCall, clicked }) => mayCall && !clicked);
  if (alive.length === 0) throw new Error('every number was clicked: leadsFor is too few');
  const digit = random.pick([...new Set(alive.map((phone) => phone.digit))]);
  const phone = random.pick(alive.filter((one) => one.digit === digit));
  phone.clicked = true;
  return phone;
}
