//! What a lead says of its standing, from the CRM to the lead that the rules are given.

use domain::lead_standing::{ConsentGap, ConsentKind, Occupancy};
use domain::{ItemId, Lead};

use crate::app::{TestApp, maya};

async fn lead(app: &TestApp, id: u64) -> Lead {
    app.dialer.open(&maya(), &dialer::LeadRef::Item(ItemId(id))).await.unwrap().lead
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandboxs_leads_say_what_the_gates_ask_for() {
    let app = TestApp::start().await;
    let harold = lead(&app, 3_211_775_107).await;
    assert_eq!(harold.standing.occupancy, Some(Occupancy::NonOwnerOccupied));
    assert!(harold.standing.probate && !harold.standing.tax_lien && harold.standing.consents.is_empty());
    assert!(harold.fields.iter().any(|field| field.label == "Owner Occupied" && field.text == "No"));
    let neil = lead(&app, 3_211_711_381).await;
    assert_eq!(neil.standing.occupancy, Some(Occupancy::OwnerOccupied));
    let ignacio = lead(&app, 3_211_706_871).await;
    assert_eq!(ignacio.standing, domain::LeadStanding::default());
    let bernadette = lead(&app, 3_211_749_477).await;
    assert!(bernadette.standing.tax_lien && bernadette.standing.redemption_ends.is_some());
    let grover = lead(&app, 3_211_722_901).await;
    assert!(grover.standing.tax_lien && grover.standing.redemption_ends.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_is_for_one_number_and_without_evidence_for_none() {
    let app = TestApp::start().await;
    let samuel = lead(&app, 3_211_746_991).await;
    let [consent] = samuel.standing.consents.as_slice() else { panic!("{:?}", samuel.standing) };
    let record = consent.record.as_ref().unwrap();
    assert_eq!(record.kind, ConsentKind::ExpressWritten);
    assert_eq!(record.number.as_str(), "+13035550101");
    assert!(record.expires_on.is_some_and(|end| end > record.obtained_on));
    assert_eq!(samuel.phones.len(), 3, "the number of the consent is no fourth phone");
    let dwayne = lead(&app, 3_211_732_369).await;
    assert_eq!(dwayne.standing.consents[0].record, Err(ConsentGap::Evidence));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generated_lead_can_be_called() {
    let app = TestApp::start().await;
    let owner = lead(&app, 3_212_000_001).await;
    assert_eq!((owner.name(), owner.phones.len()), ("Owner 1", 1));
    assert_eq!(app.dial(owner.id, "phone.0").await.status(), 200);
}
