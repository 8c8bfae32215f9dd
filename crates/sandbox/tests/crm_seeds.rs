//! The leads of a fresh sandbox.
#![expect(clippy::unwrap_used, reason = "a test may stop here")]

mod crm_support;

use std::collections::BTreeSet;

use crm_support::{LEADS, Server};
use serde_json::Value;

/// Every phone text of a lead's phone fields.
fn phones(lead: &Value) -> Vec<String> {
    let fields = lead["fields"].as_array().unwrap().iter().filter(|field| field["type"] == "phone");
    let values = fields.flat_map(|field| field["values"].as_array().unwrap());
    values.map(|value| value["value"].as_str().unwrap().to_owned()).collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[tokio::test]
async fn the_first_lead_is_harold() {
    let server = Server::start().await;
    let harold = server.crm.snapshot()["leads"][0].clone();
    assert_eq!(harold["title"], "Harold Whitaker");
    assert_eq!(phones(&harold), ["(813) 555-0142", "(352) 555-0187"]);
    let simple = &harold["simple"];
    assert_eq!(simple["Lead Type"], "Probate");
    assert_eq!(simple["Property Address"], "4112 Bayshore Blvd, Tampa, FL 33611");
    assert_eq!(simple["Decision Maker Name"], "Denise Whitaker");
    assert_eq!(simple["Research Notes"].as_str().unwrap().matches("<p>").count(), 2, "HTML, as Podio has it");
}

#[tokio::test]
async fn there_are_leads_of_many_kinds_and_places() {
    let server = Server::start().await;
    let leads = server.crm.snapshot()["leads"].as_array().unwrap().clone();
    assert!(leads.len() >= 24, "{}", leads.len());
    let all = |label: &str| -> BTreeSet<String> {
        leads.iter().filter_map(|lead| Some(lead["simple"].get(label)?.as_str()?.to_owned())).collect()
    };
    for kind in [
        "Probate",
        "Pre-Foreclosure",
        "Tax Lien",
        "Absentee Owner",
        "Expired Listing",
        "Vacant",
        "Foreclosure Auction",
    ] {
        assert!(all("Lead Type").contains(kind), "{kind}");
    }
    for zone in ["Eastern", "Central", "Mountain", "Arizona", "Pacific", "Hawaii", "Alaska"] {
        assert!(all("Contact Timezone").contains(zone), "{zone}");
    }
    let ids: BTreeSet<_> = leads.iter().map(|lead| lead["item_id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), leads.len());
    assert!(leads.iter().any(|lead| phones(lead).is_empty()), "one has no phone");
    assert!(
        leads.iter().any(|lead| lead["simple"].get("Relative Phone").is_some()),
        "one has a third contact"
    );
    assert!(
        leads.iter().any(|lead| lead["title"].as_str().unwrap().contains("&amp;")),
        "one has an escaped title"
    );
    assert!(
        leads.iter().any(|lead| phones(lead).iter().any(|text| text.starts_with("+49"))),
        "one is abroad"
    );
}

#[tokio::test]
async fn leads_say_who_lives_there_and_which_consent_they_have() {
    let server = Server::start().await;
    let leads = server.crm.snapshot()["leads"].as_array().unwrap().clone();
    let occupied = |answer: Value| {
        let says = |lead: &&Value| lead["simple"]["Owner Occupied"] == answer;
        leads.iter().filter(says).map(|lead| lead["title"].as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(occupied("Yes".into()), ["Clyde Merriweather", "Neil Castellano"]);
    assert_eq!(occupied(Value::Null), ["Ignacio Belmonte"]);
    assert_eq!(occupied("No".into()).len(), leads.len() - 3);
    let of = |name: &str| leads.iter().find(|lead| lead["title"] == name).unwrap()["simple"].clone();
    let written = of("Samuel T. Ortega Jr.");
    assert_eq!(written["Consent Type"], "Express Written");
    assert!(written["Consent Evidence"].as_str().unwrap().starts_with("https://"));
    assert_eq!(written["Consent Phone"], "(303) 555-0101");
    let inquiry = of("Dwayne Fitzhugh");
    assert_eq!((&inquiry["Consent Type"], &inquiry["Consent Evidence"]), (&"Inquiry".into(), &Value::Null));
}

#[tokio::test]
async fn deadlines_are_counted_from_the_seeding() {
    let server = Server::start().await;
    server.clock.set("2027-03-01T18:00:00Z".parse().unwrap());
    // Resetting the CRM alone leaves the clock as it is.
    server.crm.reset();
    let leads = server.crm.snapshot()["leads"].as_array().unwrap().clone();
    let of = |name: &str| leads.iter().find(|lead| lead["title"] == name).unwrap()["simple"].clone();
    assert_eq!(of("Bernadette Fournier")["Redemption Date"], "2027-03-22");
    assert_eq!(of("Samuel T. Ortega Jr.")["Consent Date"], "2027-01-20");
    let without = of("Grover Lindqvist");
    assert_eq!((&without["Lead Type"], &without["Redemption Date"]), (&"Tax Lien".into(), &Value::Null));
}

#[tokio::test]
async fn every_us_number_is_fictional_and_every_script_is_there() {
    let server = Server::start().await;
    let held = server.crm.snapshot();
    let mut scripts = BTreeSet::new();
    for text in held["leads"].as_array().unwrap().iter().flat_map(phones) {
        let digits = digits(&text);
        if text.starts_with("+49") {
            continue;
        }
        let national = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(&digits);
        let numbers: Vec<&str> = match national.len() {
            10 => vec![national],
            // With an extension of one digit.
            11 => vec![&national[..10]],
            20 => vec![&national[..10], &national[10..]],
            _ => panic!("{text}"),
        };
        for number in numbers {
            assert_eq!(&number[3..8], "55501", "{text}");
            assert!(!number.starts_with(['0', '1']), "{text}");
            scripts.insert(number[9..].to_owned());
        }
    }
    assert_eq!(scripts.len(), 10, "{scripts:?}");
    let texts =
        held["leads"].as_array().unwrap().iter().filter_map(|lead| lead["simple"].get("Other Phone Numbers"));
    for number in texts.flat_map(|text| text.as_str().unwrap().split('/')) {
        assert_eq!(&digits(number)[3..8], "55501");
    }
}

#[tokio::test]
async fn the_schema_must_be_read_not_guessed() {
    let server = Server::start().await;
    let app = server.get(&format!("/app/{LEADS}")).await.json();
    let fields = app["fields"].as_array().unwrap();
    assert!(fields.iter().any(|field| field["status"] == "deleted"), "a field that was deleted");
    let ids: BTreeSet<_> = fields.iter().map(|field| field["field_id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), fields.len());
    for label in [
        "Title",
        "Relationship to Master Lead",
        "Date of Call",
        "Call Duration (seconds)",
        "Recording URL",
        "Disposition Code",
        "Agent Notes / Summary",
        "Seller Motivation Level",
        "Next Action Date",
        "Target Asking Price",
    ] {
        assert_eq!(server.field(label).await["status"], "active", "{label}");
    }
    for text in [
        "Appointment Set",
        "Callback Scheduled",
        "Voicemail",
        "No Answer",
        "Not Interested",
        "Wrong Number",
        "Do Not Call",
    ] {
        server.option("Disposition Code", text).await;
    }
}
