//! What a person allowed: `user:read app_123:read`, parts with blanks between.

use axum::http::Method;

use super::error::ApiError;

/// The scope of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scope {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    target: Target,
    permission: Permission,
}

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// Anything.
    Global,
    /// The person's own account.
    User,
    /// One app and its items.
    App(u64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Permission {
    Read,
    Write,
    Delete,
    All,
}

impl Scope {
    /// Everything: what is meant where nothing is said.
    pub(super) fn all() -> Self {
        let part = Part { target: Target::Global, permission: Permission::All };
        Self { text: "global:all".to_owned(), parts: vec![part] }
    }

    /// Reads the parameter; `None` when a part of it is nothing that Podio knows.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let parts = text.split_whitespace().map(part).collect::<Option<Vec<_>>>()?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if parts.is_empty() { Some(Self::all()) } else { Some(Self { text, parts }) }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Refuses a request that was not allowed. `asks` is a POST that only asks, such as a filter.
    pub(super) fn admit(&self, target: Target, method: &Method, asks: bool) -> Result<(), ApiError> {
        let wanted = match *method {
            Method::GET | Method::HEAD => Permission::Read,
            Method::DELETE => Permission::Delete,
            _ if asks => Permission::Read,
            _ => Permission::Write,
        };
        let allowed = self.parts.iter().any(|part| {
            let reaches = part.target == target
                // The user's own data are no part of the whole: that is how Podio has it.
                || part.target == Target::Global && (target != Target::User || part.permission == Permission::All);
            reaches && (part.permission == wanted || part.permission == Permission::All)
        });
        if allowed { Ok(()) } else { Err(ApiError::forbidden("The token's scope does not allow this")) }
    }
}

fn part(text: &str) -> Option<Part> {
    let (target, permission) = text.split_once(':')?;
    let target = match target.split_once('_') {
        None if target == "global" => Target::Global,
        None if target == "user" => Target::User,
        Some(("app", id)) => Target::App(id.parse().ok()?),
        _ => return None,
    };
    let permission = match permission {
        "read" => Permission::Read,
        "write" => Permission::Write,
        "delete" => Permission::Delete,
        "all" => Permission::All,
        _ => return None,
    };
    Some(Part { target, permission })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_allows_what_it_names_and_nothing_else() {
        let scope = Scope::parse("user:read  app_7:read").unwrap();
        assert_eq!(scope.text(), "user:read app_7:read");
        let admits = |target, method: &Method, asks| scope.admit(target, method, asks).is_ok();
        assert!(admits(Target::User, &Method::GET, false));
        assert!(admits(Target::App(7), &Method::GET, false));
        assert!(admits(Target::App(7), &Method::POST, true));
        assert!(!admits(Target::App(7), &Method::POST, false));
        assert!(!admits(Target::App(7), &Method::DELETE, false));
        assert!(!admits(Target::App(8), &Method::GET, false));
        assert!(!admits(Target::Global, &Method::GET, false));
    }

    #[test]
    fn no_scope_is_all_of_it_and_an_unknown_one_none() {
        assert_eq!(Scope::parse(" "), Some(Scope::all()));
        for (target, method) in [(Target::User, Method::GET), (Target::App(7), Method::DELETE)] {
            assert!(Scope::all().admit(target, &method, false).is_ok());
        }
        for wrong in ["user", "user:", "user:see", "app_x:read", "everything:all", "user:read,app_7:read"] {
            assert_eq!(Scope::parse(wrong), None, "{wrong}");
        }
    }
}
