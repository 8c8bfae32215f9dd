// Leads of the sandbox. The last digit of a number decides what its phone does.
import { api } from './http.mjs';

/** Busy at once. */
export const BUSY = '4';
/** Rings, and nobody answers. */
export const NO_ANSWER = '5';

/** A phone that may be called now and ends in `digit`, as the server function `dial` takes it. */
export async function phoneEndingIn(server, connection, digit) {
  for (const row of await connection.json(api(server, 'leads', {}))) {
    const { phones } = await connection.json(api(server, 'open_lead', { query: { item_id: row.id } }));
    const phone = phones.find(({ number, may_call }) => may_call && number.endsWith(digit));
    if (phone) return { item_id: row.id, slot: phone.slot };
  }
  throw new Error(`no lead has a phone that ends in ${digit}`);
}
