// Saving the form: until the server says that it is saved, and then it must be.
import { makeForm } from './form.mjs';

/** *Do Not Call* comes late and seldom: it takes the number out of the game. */
const FORBID_FROM = 0.8;
const MOST_FORBIDDEN = 6;

export async function save(agent, view, habit) {
  const { desk, journal, random, phones } = agent;
  const { id } = view;
  const late = journal.placed > agent.most * FORBID_FROM && journal.forbidden < MOST_FORBIDDEN;
  const form = journal.offered.get(id) ?? makeForm(random, ++journal.forms, late);
  journal.offered.set(id, form);
  await send(agent, id, form);
  if (form.says.code === 'do_not_call') {
    journal.forbidden += 1;
    const number = phones.find(({ item_id, slot }) => item_id === view.lead && slot === view.slot);
    if (number) number.forbidden = true;
  }
  if (habit.deathAfterSave) await agent.kills?.strike(agent);
  if (habit.savesTwice) await send(agent, id, form);
  if (habit.changesMind) {
    const other = { ...form.raw, notes: 'On second thought.' };
    const { status, value } = await desk.ask('submit_call_data', { call_id: id, form: other });
    if (status !== 409 || value.code !== 'already_saved') journal.odd(`a second disposition of ${id} was answered with ${status} ${value.code}`);
  }
}

async function send({ desk, journal }, id, form) {
  const { status, value } = await desk.ask('submit_call_data', { call_id: id, form: form.raw });
  if (status === 200 && value.wrap_up) journal.saved.add(id);
  else journal.odd(`the form of ${id} was answered with ${status}: ${JSON.stringify(value)}`);
}
