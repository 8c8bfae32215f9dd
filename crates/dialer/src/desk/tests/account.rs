//! At which account the recordings are said to be.

use super::*;

#[tokio::test]
async fn the_first_server_says_where_the_recordings_are_and_then_a_person() {
    let (records, _folder) = records();
    let supervisor = Supervisor::operator();
    assert_eq!(records.account_of_recordings("AC1").await.unwrap(), "AC1");
    assert_eq!(records.account_of_recordings("AC2").await.unwrap(), "AC1", "that is for a person to say");
    let now = records.now();
    for (since, reason) in [(now, " "), (now + SignedDuration::from_hours(1), "We moved")] {
        assert!(records.move_recordings(&supervisor, "AC2", since, reason).await.is_err());
    }
    let file = records.move_recordings(&supervisor, "AC2", now, "We moved").await.unwrap();
    let before = now - SignedDuration::from_secs(1);
    assert_eq!((file.account_of(before), file.account_of(now)), (Some("AC1"), Some("AC2")));
    assert_eq!(records.account_of_recordings("AC2").await.unwrap(), "AC2");
    let first = Timestamp::UNIX_EPOCH;
    let file = records.move_recordings(&supervisor, "AC2", first, "The old one is closed").await.unwrap();
    assert_eq!((file.recordings_at.len(), file.account_of(first)), (1, Some("AC2")));
}
