//! Parts of a file: `Range`, `206` and `416`.

use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What a `Range` header asks for, of a file of some length.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    /// All: no range, or one that is not understood, which is to be ignored.
    All,
    /// From the first to the last byte, both included.
    Part { first: usize, last: usize },
    /// Nothing that is there.
    Nothing,
}

/// The answer with the whole file, or with the part of it that was asked for.
pub(super) fn answer(range: Option<&HeaderValue>, content_type: &'static str, file: Bytes) -> Response {
    let length = file.len();
    let (status, content_range, body) = match wanted(range.and_then(|value| value.to_str().ok()), length) {
        Wanted::All => (StatusCode::OK, None, file),
        Wanted::Part { first, last } => {
            let part = file.slice(first..=last);
            (StatusCode::PARTIAL_CONTENT, Some(format!("bytes {first}-{last}/{length}")), part)
        }
        Wanted::Nothing => {
            (StatusCode::RANGE_NOT_SATISFIABLE, Some(format!("bytes */{length}")), Bytes::new())
        }
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Some(value) = content_range.and_then(|text| HeaderValue::from_str(&text).ok()) {
        headers.insert(header::CONTENT_RANGE, value);
    }
    response
}

/// Reads a header with one range. Several at once are ignored, as a server may.
fn wanted(header: Option<&str>, length: usize) -> Wanted {
    let Some((first, last)) = header.and_then(|value| value.trim().strip_prefix("bytes=")?.split_once('-'))
    else {
        return Wanted::All;
    };
    let end = length.saturating_sub(1);
    match (first.trim().parse::<usize>(), last.trim()) {
        (Ok(first), "") if first < length => Wanted::Part { first, last: end },
        (Ok(_), "") => Wanted::Nothing,
        (Ok(first), last) => match last.parse::<usize>() {
            Ok(last) if last < first => Wanted::All,
            Ok(_) if first >= length => Wanted::Nothing,
            Ok(last) => Wanted::Part { first, last: last.min(end) },
            Err(_) => Wanted::All,
        },
        (Err(_), suffix) if first.trim().is_empty() => match suffix.parse::<usize>() {
            Ok(0) => Wanted::Nothing,
            Ok(_) if length == 0 => Wanted::Nothing,
            Ok(count) => Wanted::Part { first: length.saturating_sub(count), last: end },
            Err(_) => Wanted::All,
        },
        (Err(_), _) => Wanted::All,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn understands_one_range() {
        let of = |text| wanted(Some(text), 100);
        assert_eq!(wanted(None, 100), Wanted::All);
        assert_eq!(of("bytes=0-"), Wanted::Part { first: 0, last: 99 });
        assert_eq!(of("bytes=10-19"), Wanted::Part { first: 10, last: 19 });
        assert_eq!(of("bytes=90-500"), Wanted::Part { first: 90, last: 99 });
        assert_eq!(of("bytes=-5"), Wanted::Part { first: 95, last: 99 });
        assert_eq!(of("bytes=-500"), Wanted::Part { first: 0, last: 99 });
        for nothing in ["bytes=100-", "bytes=100-200", "bytes=-0"] {
            assert_eq!(of(nothing), Wanted::Nothing, "{nothing}");
        }
        for ignored in ["", "bytes", "items=0-1", "bytes=5-2", "bytes=a-b", "bytes=-", "bytes=0-1,5-6"] {
            assert_eq!(of(ignored), Wanted::All, "{ignored}");
        }
        assert_eq!(wanted(Some("bytes=-5"), 0), Wanted::Nothing);
    }

    proptest! {
        #[test]
        fn a_part_is_within_the_file(text in "bytes=[0-9]{0,20}-[0-9]{0,20}", length in 0_usize..1000) {
            if let Wanted::Part { first, last } = wanted(Some(&text), length) {
                prop_assert!(first <= last && last < length);
            }
        }
    }
}
