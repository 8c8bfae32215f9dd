// The oracle: every difference between what was promised, what is recorded, what the CRM has, and what is true.
import { judgeCalls, legsOfCalls } from './calls_truth.mjs';
import { judgeDispositions, judgeItems, judgeSuppression } from './crm_truth.mjs';

/** The differences, as sentences. Looks at nothing but the facts, and changes none of them. */
export function differences(facts) {
  const found = [...facts.journal.oddities];
  const differ = (sentence) => found.push(sentence);
  const legsOf = legsOfCalls(facts, differ);
  judgeCalls(facts, legsOf, differ);
  judgeDispositions(facts, legsOf, differ);
  judgeSuppression(facts, legsOf, differ);
  judgeItems(facts, legsOf, differ);
  if (!facts.verified.done || !facts.verified.said.includes('is whole')) differ(`the audit log is not whole: ${facts.verified.said}`);
  if (!facts.owed.done || !facts.owed.said.startsWith('Nothing is owed')) differ(`the CRM is still owed something:\n${facts.owed.said}`);
  return found;
}
