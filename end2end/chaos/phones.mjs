// The phones that agents choose from: all that may be called, and some that may not.

/** Reads every lead of a server: `[{ item_id, slot, digit, mayCall }]`. */
export async function phonesOf(replica) {
  const phones = [];
  for (const { id } of (await replica.api('leads', {})).value) {
    const lead = (await replica.api('open_lead', { query: { item_id: id } })).value;
    for (const { slot, number, may_call: mayCall } of lead.phones) {
      phones.push({ item_id: id, slot, digit: number.replace(/\D/g, '').slice(-1), mayCall, forbidden: false });
    }
  }
  return phones;
}

/** A phone to call: every last digit (that is, every kind of prospect) equally often; one in fifty may not be called. */
export function choose(phones, random) {
  const dead = phones.filter(({ mayCall, forbidden }) => !mayCall || forbidden);
  if (dead.length > 0 && random.chance(0.02)) return random.pick(dead);
  const alive = phones.filter(({ mayCall, forbidden }) => mayCall && !forbidden);
  const digit = random.pick([...new Set(alive.map((phone) => phone.digit))]);
  return random.pick(alive.filter((phone) => phone.digit === digit));
}
