// The disposition form: what an agent types, and what the CRM must then say. Written from the rules, not from the code.
import { TODAY } from './world.mjs';

const DISPOSITIONS = {
  appointment_set: { label: 'Appointment Set', task: 'Appointment', days: 0, needsDate: true },
  callback_scheduled: { label: 'Callback Scheduled', task: 'Follow-up Call', days: 1, needsDate: true },
  voicemail: { label: 'Voicemail', task: 'Follow-up Call', days: 2 },
  no_answer: { label: 'No Answer', task: 'Follow-up Call', days: 1 },
  not_interested: { label: 'Not Interested' },
  wrong_number: { label: 'Wrong Number' },
  do_not_call: { label: 'Do Not Call' },
};
const MOTIVATIONS = { high: 'High', medium: 'Medium', low: 'Low', unknown: 'Unknown' };
const PRICES = { '185k': '185000.00', '$1,250,000.50': '1250000.50', '0.9m': '900000.00', 'USD 42': '42.00', '$ 90500.5': '90500.50' };
const REMARKS = [
  'Spoke with the owner.',
  'Wants <b>cash</b> & "as is"; roof\'s gone.',
  'Zweiter Anruf, Frau Müller: später 📞 — vielleicht.',
  'Left word.\nSister handles the estate.\n\nCall before 5 pm.',
  'x'.repeat(900),
];

/** A form for the call number `number`: `{ raw, says }`, with `says` what must reach the CRM. */
export function makeForm(random, number, mayForbid) {
  const codes = Object.keys(DISPOSITIONS).filter((code) => code !== 'do_not_call' || mayForbid);
  const code = mayForbid && random.chance(0.3) ? 'do_not_call' : random.pick(codes);
  const { label, task, days, needsDate } = DISPOSITIONS[code];
  const notes = `Call ${number}. ${random.pick(REMARKS)}`;
  const motivation = random.chance(0.6) ? random.pick(Object.keys(MOTIVATIONS)) : '';
  const nextAction = needsDate || random.chance(0.3) ? dayAfter(random.between(0, 40)) : '';
  const price = random.chance(0.6) ? random.pick(Object.keys(PRICES)) : '';
  return {
    raw: { disposition: code, notes: ` ${notes} `, motivation, next_action_date: nextAction, asking_price: price },
    says: {
      code,
      disposition: label,
      notes,
      motivation: MOTIVATIONS[motivation],
      nextAction: nextAction || undefined,
      price: price ? `${PRICES[price]} USD` : undefined,
      task: task && { type: task, due: nextAction || dayAfter(days) },
    },
  };
}

function dayAfter(days) {
  return new Date(Date.parse(TODAY) + days * 86_400_000).toISOString().slice(0, 10);
}
