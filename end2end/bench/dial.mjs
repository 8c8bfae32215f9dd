// The click on *Call*, as the page sends it.
import { api } from './http.mjs';

/** Dials; resolves as `connection.timed` does. */
export function dial(server, connection, phone) {
  return connection.timed(api(server, 'dial', phone));
}

/** Opens the lead, as an agent does before the click: the click itself then asks the CRM nothing. */
export async function open(server, connection, { item_id }) {
  await connection.timed(api(server, 'open_lead', { query: { item_id } }));
}
