#![allow(missing_docs, clippy::unwrap_used)]
use domain::*;
use podio::*;
use sandbox::crm::{Crm, PodioConfig};
#[tokio::test]
async fn cross() {
    let crm = Crm::new(
        PodioConfig {
            client_id: "c".into(),
            client_secret: "s".into(),
            username: "u@example.com".into(),
            password: "p".into(),
            lead_app: (101, "t1".into()),
            activity_app: (102, "t2".into()),
            task_app: (103, "t3".into()),
        },
        sandbox::clock::Clock::default(),
        sandbox::faults::Faults::default(),
        "http://localhost:3000".into(),
        None,
    )
    .unwrap();
    let app = axum::Router::new().nest("/sandbox/podio", crm.router());
    let l = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let o = format!("http://{}/sandbox/podio", l.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(l, app).await });
    let acc = |id: u64, t: &str| AppAccess { id, token: t.to_owned().into() };
    for user in [Some(("u@example.com".to_owned(), "p".to_owned().into())), None] {
        let podio = Podio::new(Config {
            base_url: o.parse().unwrap(),
            client_id: "c".into(),
            client_secret: "s".to_owned().into(),
            user,
            lead_app: acc(101, "t1"),
            activity_app: acc(102, "t2"),
            task_app: Some(acc(103, "t3")),
            overrides: Default::default(),
        })
        .unwrap();
        println!("check {:#?}", podio.check().await);
        let leads = podio.leads(50).await.unwrap();
        for lead in &leads {
            println!(
                "{} {} | {} | {:?} | prop {:?} | mail {:?} | {:?}",
                lead.id,
                lead.app_item_id,
                lead.name(),
                lead.lead_type,
                lead.property.as_ref().map(|a| (&a.line, &a.state, &a.zip)),
                lead.mailing.as_ref().map(|a| (&a.line, &a.state)),
                lead.emails
            );
            for p in &lead.phones {
                println!(
                    "     {} {:?} {:?} {:?} -> {:?}",
                    p.slot,
                    p.person,
                    p.kind,
                    p.raw,
                    p.number.as_ref().map(|n| n.national())
                );
            }
        }
        println!("{:#?}", leads[0]);
        let one = podio.lead(&LeadRef::Item(leads[0].id)).await.unwrap();
        assert_eq!(one, leads[0]);
        assert_eq!(podio.lead(&LeadRef::Url(one.url.clone())).await.unwrap(), one);
        assert_eq!(podio.lead(&LeadRef::AppItem(one.app_item_id)).await.unwrap(), one);
        let call: CallId = "01936f3c-1a2b-7c3d-8e4f-5a6b7c8d9e0f".parse().unwrap();
        let mut a = ActivityFields {
            call,
            lead: one.id,
            title: "Call with Harold".into(),
            date_of_call: jiff::Timestamp::now(),
            duration_s: 33,
            recording_url: None,
            disposition: Disposition::Voicemail,
            notes: "note & <b>".into(),
            motivation: Some(Motivation::Low),
            next_action: Some(jiff::civil::date(2026, 12, 3)),
            asking_price: Some(Money::from_cents(18_500_050)),
        };
        let made = podio.save_activity(&a, None, false).await.unwrap();
        println!("{made:?}");
        a.recording_url = Some("https://x.example/p".into());
        let again = podio.save_activity(&a, None, true).await.unwrap();
        assert_eq!(made.id, again.id);
        podio.save_activity(&a, Some(made.id), false).await.unwrap();
        let t = TaskFields {
            call,
            lead: one.id,
            kind: FollowUpKind::Call,
            title: "Call again".into(),
            due: jiff::civil::date(2026, 12, 3),
        };
        let task = podio.create_task(&t, false).await.unwrap();
        assert_eq!(podio.create_task(&t, true).await.unwrap().id, task.id);
        println!("{:?} {:?}", podio.lead(&LeadRef::Item(made.id)).await.map(|l| l.id), podio.limits());
        let s = crm.snapshot();
        for k in ["activities", "tasks"] {
            for i in s[k].as_array().unwrap() {
                println!("{k} {}", i["simple"]);
            }
        }
        crm.reset();
    }
    let podio = Podio::new(Config {
        base_url: o.parse().unwrap(),
        client_id: "c".into(),
        client_secret: "s".to_owned().into(),
        user: Some(("u@example.com".to_owned(), "p".to_owned().into())),
        lead_app: acc(101, "t1"),
        activity_app: acc(102, "t2"),
        task_app: None,
        overrides: Default::default(),
    })
    .unwrap();
    let lead = podio.leads(1).await.unwrap()[0].id;
    let t = TaskFields {
        call: "01936f3c-1a2b-7c3d-8e4f-5a6b7c8d9e0f".parse().unwrap(),
        lead,
        kind: FollowUpKind::Call,
        title: "Call again".into(),
        due: jiff::civil::date(2026, 12, 3),
    };
    println!("native {:?} {:?}", podio.create_task(&t, false).await, podio.create_task(&t, true).await);
}
