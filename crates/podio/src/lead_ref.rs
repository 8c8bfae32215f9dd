//! The ways in which a link names a lead.

use domain::ItemId;
use url::Url;

/// A lead as a link from Podio names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeadRef {
    /// By the id that is unique over all of Podio.
    Item(ItemId),
    /// By the number in its own app, which Podio shows as *Unique ID* and writes into its links.
    AppItem(u64),
    /// By the address of its page.
    Url(String),
}

/// A link names no lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LeadRefError {
    /// None of the parameters is there.
    #[error("the link names no lead")]
    Missing,
    /// `item_id` is not a number above zero.
    #[error("item_id must be the number of a Podio item")]
    ItemId,
    /// `app_item_id` does not end in a number above zero.
    #[error("app_item_id must be the Unique ID of a Podio item")]
    AppItemId,
    /// `url` is not a web address.
    #[error("url must be the address of a Podio item")]
    Url,
}

/// Longer addresses are not Podio's.
const LONGEST_URL: usize = 2048;

impl LeadRef {
    /// Reads the parameters of a link. The first that is given and not empty counts, in the order of the arguments.
    pub fn parse(
        item_id: Option<&str>,
        app_item_id: Option<&str>,
        url: Option<&str>,
    ) -> Result<Self, LeadRefError> {
        let given =
            |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        if let Some(text) = given(item_id) {
            return text.parse().map(Self::Item).map_err(|_| LeadRefError::ItemId);
        }
        if let Some(text) = given(app_item_id) {
            return unique_id(&text).map(Self::AppItem).ok_or(LeadRefError::AppItemId);
        }
        let text = given(url).ok_or(LeadRefError::Missing)?;
        let is_web =
            Url::parse(&text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if is_web && text.len() <= LONGEST_URL { Ok(Self::Url(text)) } else { Err(LeadRefError::Url) }
    }
}

/// A *Unique ID*: a number, with the prefix and the zeros that an app can be set to show (`PRB-00042`).
fn unique_id(text: &str) -> Option<u64> {
    let digits = text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (prefix, number) = text.split_at(text.len() - digits);
    // `4.5` and `-4` are numbers that somebody got wrong, and no prefixes.
    let is_prefix = prefix.is_empty() || prefix.contains(char::is_alphabetic) || prefix == "#";
    let number = number.parse().ok().filter(|number| *number > 0 && i64::try_from(*number).is_ok());
    if is_prefix && text.len() <= 64 { number } else { None }
}

/// The app's path and the app item id in an item's address: `…/apps/leads/items/42`.
pub(crate) fn parts_of_url(url: &str) -> Option<(String, u64)> {
    let url = Url::parse(url).ok()?;
    let segments: Vec<&str> = url.path_segments()?.filter(|segment| !segment.is_empty()).collect();
    let at = segments.iter().rposition(|segment| *segment == "items")?;
    let number = segments.get(at + 1)?.parse().ok().filter(|number| *number > 0)?;
    Some((segments.get(..at)?.join("/").to_lowercase(), number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_app_item_id_may_have_a_prefix_and_zeros() {
        for (text, number) in
            [("42", 42), ("00042", 42), ("PRB-00042", 42), ("L2-7", 7), ("#12", 12), (" 5 ", 5)]
        {
            assert_eq!(LeadRef::parse(None, Some(text), None), Ok(LeadRef::AppItem(number)), "{text}");
        }
        for text in ["0", "PRB-", "-4", "4.5", "99999999999999999999", "PRB", "4x"] {
            assert_eq!(LeadRef::parse(None, Some(text), None), Err(LeadRefError::AppItemId), "{text}");
        }
    }

    #[test]
    fn the_first_parameter_given_counts() {
        let item = LeadRef::parse(Some("3211762753"), Some("4"), None);
        assert_eq!(item, Ok(LeadRef::Item(ItemId(3_211_762_753))));
        assert_eq!(LeadRef::parse(Some(" "), Some("4"), None), Ok(LeadRef::AppItem(4)));
        assert_eq!(LeadRef::parse(Some("x"), Some("4"), None), Err(LeadRefError::ItemId));
        assert_eq!(LeadRef::parse(None, None, None), Err(LeadRefError::Missing));
        assert_eq!(LeadRef::parse(None, None, Some("javascript:alert(1)")), Err(LeadRefError::Url));
        assert_eq!(LeadRef::parse(None, None, Some("items/4")), Err(LeadRefError::Url));
    }

    #[test]
    fn an_items_address_names_its_app() {
        let parts = |url| parts_of_url(url).map(|(app, number)| format!("{app} {number}"));
        let expected = Some("acme/sales/apps/leads 42".to_owned());
        assert_eq!(parts("https://podio.com/acme/sales/apps/Leads/items/42"), expected);
        assert_eq!(parts("https://podio.com/acme/sales/apps/leads/items/42/?tab=comments#x"), expected);
        assert_eq!(parts("https://podio.com/acme/sales/apps/leads"), None);
        assert_eq!(parts("https://podio.com/items/none"), None);
    }

    proptest! {
        #[test]
        fn any_link_is_read_or_refused_without_a_panic(text in "\\PC{0,30}", url in "https://\\PC{0,40}") {
            let _ = LeadRef::parse(Some(&text), None, None);
            let _ = LeadRef::parse(None, Some(&text), None);
            let _ = LeadRef::parse(None, None, Some(&url));
            let _ = parts_of_url(&url);
        }

        #[test]
        fn every_prefix_of_letters_is_stripped(prefix in "[A-Z]{1,6}-?", zeros in "0{0,6}", number in 1_u64..1_000_000) {
            let text = format!("{prefix}{zeros}{number}");
            prop_assert_eq!(LeadRef::parse(None, Some(&text), None), Ok(LeadRef::AppItem(number)));
        }
    }
}
