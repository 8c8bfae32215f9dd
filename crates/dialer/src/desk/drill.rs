//! What a lead would be asked in a drill: nobody is called.

use std::sync::Arc;

use compliance::WhatIf;
use domain::lead::Address;
use domain::{E164, ItemId, Lead};
use jiff::Timestamp;

use crate::{Dialer, Error, Screening, Supervisor, lead_facts};

/// One of a lead's phones, as a question.
#[derive(Clone)]
pub struct Drill {
    /// The number; the CRM's text where it is none.
    pub number: Result<E164, String>,
    /// Where the call would go, for the lists that go by address.
    pub property: Option<Address>,
    /// The question: the lead's addresses and gates, and all else in order.
    pub question: WhatIf,
}

impl Dialer {
    /// The do-not-call lists that were imported.
    pub fn screening(&self) -> &Screening {
        &self.screening
    }

    /// A question for each of a lead's phones.
    ///
    /// # Errors
    /// When there is no such lead, or Podio cannot be read.
    pub async fn drills_of(
        &self,
        supervisor: &Supervisor,
        lead: ItemId,
        at: Timestamp,
    ) -> Result<(Arc<Lead>, Vec<Drill>), Error> {
        let lead = self.lead_for(supervisor.agent(), lead).await?;
        let of = |address: &Option<Address>| address.clone().unwrap_or_default();
        let (property, mailing) = (of(&lead.property), of(&lead.mailing));
        let drills = lead.phones.iter().map(|phone| {
            let number = phone.number.clone().map_err(|_| phone.raw.clone());
            let text = number.as_ref().map_or_else(Clone::clone, |number| number.as_str().to_owned());
            let mut question = WhatIf::new(text, at);
            question.property_state.clone_from(&property.state);
            question.property_zip.clone_from(&property.zip);
            question.mailing_state.clone_from(&mailing.state);
            question.mailing_zip.clone_from(&mailing.zip);
            question.known.lead = Some(lead_facts::of(&lead));
            Drill { number, property: lead.property.clone(), question }
        });
        let drills = drills.collect();
        Ok((lead, drills))
    }
}
