// Status callbacks as Twilio sends them, with Twilio's signature: HMAC-SHA1 over the address and the sorted form.
import { createHmac, randomBytes } from 'node:crypto';
import { ACCOUNT_SID, AUTH_TOKEN } from './accounts.mjs';
import { request } from './http.mjs';

/** A new id of a leg. */
export const sid = () => `CA${randomBytes(16).toString('hex')}`;

/** The bytes of one callback. */
export function callback(server, call, leg, sids, status, sequence) {
  const path = `/call_status?call_id=${call}&leg=${leg}`;
  const form = {
    AccountSid: ACCOUNT_SID,
    ApiVersion: '2010-04-01',
    CallStatus: status,
    CallbackSource: 'call-progress-events',
    Called: '+13125550104',
    Caller: '+18135550100',
    Direction: 'outbound-api',
    From: '+18135550100',
    SequenceNumber: String(sequence),
    Timestamp: 'Fri, 20 Nov 2026 18:00:00 +0000',
    To: '+13125550104',
    ...sids,
    ...(status === 'completed' ? { CallDuration: '41', Duration: '1' } : {}),
  };
  const signed = server.origin + path + Object.keys(form).sort().map((name) => name + form[name]).join('');
  const signature = createHmac('sha1', AUTH_TOKEN).update(signed).digest('base64');
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8', 'user-agent': 'TwilioProxy/1.1', 'x-twilio-signature': signature };
  return request(server, 'POST', path, { headers, body: new URLSearchParams(form).toString() });
}
