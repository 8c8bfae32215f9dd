//! What the tests of several modules begin with.

use domain::call::CallFacts;
use domain::{CallId, CallRecord, ItemId, Lead, LeadStanding};
use uuid::Uuid;

/// A call of Maya's that nothing has been heard of yet.
pub(crate) fn record() -> CallRecord {
    CallRecord::new(CallFacts {
        id: CallId::new(Uuid::from_u128(1)),
        agent: "maya_ortiz".parse().unwrap(),
        agent_name: "Maya Ortiz".to_owned(),
        lead: ItemId(1),
        lead_name: String::new(),
        lead_url: String::new(),
        slot: "owner-phone.0".parse().unwrap(),
        person: None,
        to: "+18135550142".parse().unwrap(),
        from: "+18135550100".parse().unwrap(),
        placed_at: "2026-11-20T18:00:00Z".parse().unwrap(),
        click: None,
    })
}

/// A lead of which nothing is known.
pub(crate) fn lead(id: u64) -> Lead {
    Lead {
        id: ItemId(id),
        app_item_id: 30,
        title: "A lead".to_owned(),
        owner: None,
        lead_type: None,
        phones: Vec::new(),
        emails: Vec::new(),
        property: None,
        mailing: None,
        standing: LeadStanding::default(),
        fields: Vec::new(),
        url: String::new(),
    }
}
