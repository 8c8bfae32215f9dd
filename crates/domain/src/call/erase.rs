//! A record without the person.

use jiff::Timestamp;

use super::CallRecord;

/// What stands where somebody's words were; notes and sentences are never empty.
const ERASED: &str = "Erased.";

impl CallRecord {
    /// Takes away what was recorded of the person: names, the page in the CRM, notes, what they ask for, and every text
    /// that may quote them. Again does nothing new.
    ///
    /// The number stays, with when, how long and how it came out. That is the record of a call that sellers must keep for
    /// five years (16 CFR 310.5(a)(2)), the limits on attempts are counted by it, and a made-up number in its place would
    /// be a false record. It says nothing that the do-not-call list does not say as well, which must keep it for good.
    pub fn erase(&mut self, at: Timestamp) {
        self.erased_at = Some(at);
        ERASED.clone_into(&mut self.facts.lead_name);
        self.facts.lead_url.clear();
        self.facts.person = None;
        for leg in [&mut self.agent_leg, &mut self.prospect_leg] {
            if let Some(fault) = &mut leg.fault {
                ERASED.clone_into(&mut fault.message);
            }
        }
        if let Some(refusal) = &mut self.refusal {
            ERASED.clone_into(&mut refusal.sentence);
        }
        if let Some(wrap_up) = &mut self.wrap_up {
            let said = &mut wrap_up.submission;
            ERASED.clone_into(&mut said.notes);
            said.motivation = None;
            said.next_action = None;
            said.asking_price = None;
        }
        self.crm.trouble = None;
        // Whoever has the key can try facts until one fits it.
        self.crm.activity_digest = None;
        for item in [&mut self.crm.activity, &mut self.crm.task].into_iter().flatten() {
            item.url = None;
        }
    }
}
