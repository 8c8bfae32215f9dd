// The click on *Call*, as the page sends it.
import { api } from './http.mjs';

/** Dials; resolves as `connection.timed` does, with the time of the call alone: its token comes before. */
export async function dial(server, connection, phone) {
  const token = await connection.json(api(server, 'click', phone));
  return connection.timed(api(server, 'dial', { ...phone, token, acknowledged: [] }));
}

/** Opens the lead, as an agent does before the click: the click itself then asks the CRM nothing. */
export async function open(server, connection, { item_id }) {
  await connection.timed(api(server, 'open_lead', { query: { item_id } }));
}
