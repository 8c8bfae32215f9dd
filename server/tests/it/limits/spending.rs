//! What a day may cost, and what is done while nobody knows what it has cost.

use super::*;

/// One minute, and two more, at two dollars each: the cap of five is passed.
#[tokio::test(flavor = "multi_thread")]
async fn the_spending_cap_stops_the_click_and_the_second_leg() {
    let cap = [("SPEND_CAP_USD_PER_DAY", "5"), ("CALL_USD_PER_MINUTE", "2")];
    let (app, _folder) = limited("", &cap).await;
    // Two calls whose agents are waiting: the first is put through while there is money left.
    let [first, second] =
        [placed(&app, "podio_7184236", 20, None).await, placed(&app, "podio_7183904", 15, None).await];
    app.dialer.count_today().await.unwrap();
    let twiml = connect(&app, &first).await;
    assert!(twiml.contains("<Dial"), "{twiml}");
    placed(&app, "podio_7184251", 3600, Some(59)).await;
    app.dialer.count_today().await.unwrap();
    let twiml = connect(&app, &second).await;
    assert!(!twiml.contains("<Dial"), "{twiml}");
    let refusal = app.record(&second.facts.id).await.refusal.unwrap();
    assert_eq!(refusal.code, "SPEND_CAP");
    assert!(refusal.sentence.starts_with("Today's calls have cost $6, and $5 is the most"), "{refusal:?}");
    let alarm = alarm(&app, AlarmKind::SpendCap).await;
    assert!(alarm.is_on() && alarm.sentence.contains("SPEND_CAP_USD_PER_DAY"), "{alarm:?}");

    let workspace = app.dialer.open(&maya(), &dialer::LeadRef::Item(ItemId(FIRST_LEAD + 9))).await.unwrap();
    let phone = &workspace.phones[0];
    assert!(!phone.may_call, "{phone:?}");
    let (status, body) = click(&app, 9).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{body}");
}

/// A new day begins, and the store does not give its calls: what they have cost is anybody's guess.
#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_cannot_be_counted_lets_no_call_out_and_says_so() {
    let (app, _folder) = limited("", &[]).await;
    // A colleague's, tomorrow, of which nobody can read anything.
    let spoilt = placed(&app, "podio_7184251", -24 * 3600, Some(1)).await.facts.id.to_string();
    let sql = Connection::open(app.database()).unwrap();
    let find = "SELECT doc FROM calls WHERE id = ?1";
    let whole: String = sql.query_row(find, [&spoilt], |row| row.get(0)).unwrap();
    let write = |doc: &str| {
        let written = sql.execute("UPDATE calls SET doc = ?2 WHERE id = ?1", [spoilt.as_str(), doc]);
        assert_eq!(written.unwrap(), 1);
    };
    write("{}");
    app.dialer.count_today().await.unwrap();
    app.sandbox("clock", &json!({ "at": "2026-11-21T19:00:00Z" })).await;
    let sentence = refused(&app, 0).await;
    assert!(sentence.starts_with("How much was dialled lately is not known"), "{sentence}");
    let alarm = alarm(&app, AlarmKind::SpendUnknown).await;
    assert!(alarm.is_on() && alarm.sentence.contains("The server's log says"), "{alarm:?}");
    write(&whole);
    app.dialer.count_today().await.unwrap();
    assert_eq!(click(&app, 0).await.0, StatusCode::OK);
}

/// The worker's next round may be a minute away.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_day_is_counted_by_the_first_who_clicks() {
    let cap = [("SPEND_CAP_USD_PER_DAY", "5"), ("CALL_USD_PER_MINUTE", "6")];
    let (app, _folder) = limited("", &cap).await;
    placed(&app, "podio_7184251", 3600, Some(59)).await;
    app.dialer.count_today().await.unwrap();
    assert!(refused(&app, 0).await.starts_with("Today's calls have cost $6"));
    app.sandbox("clock", &json!({ "at": "2026-11-21T19:00:00Z" })).await;
    assert_eq!(click(&app, 0).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn most_of_the_cap_is_an_alarm_and_no_stop() {
    let cap = [("SPEND_CAP_USD_PER_DAY", "5"), ("CALL_USD_PER_MINUTE", "2")];
    let (app, _folder) = limited("", &cap).await;
    placed(&app, "podio_7184251", 3600, Some(61)).await;
    // Yesterday's count for yesterday.
    placed(&app, "podio_7184251", 24 * 3600, Some(3000)).await;
    app.dialer.count_today().await.unwrap();
    assert_eq!(click(&app, 0).await.0, StatusCode::OK);
    let alarm = alarm(&app, AlarmKind::SpendNear).await;
    assert!(alarm.sentence.contains("$4 of the $5"), "{alarm:?}");
}
